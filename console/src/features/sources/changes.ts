import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, ifMatch, once, sendFile } from '../../app/api.ts'
import { pathOf, type Source, type SourceDefinition } from './sources.ts'

type Started = { readonly id: string; readonly status: string }

const startRefresh = (name: string) => ask<Started>('POST', `${pathOf(name)}/refresh`, { headers: once() })

/** The first things of an environment in which nothing is configured. */
export type Beginning = {
  readonly environment: { readonly name: string; readonly timeZone: string }
  readonly profiles: {
    readonly from: string
    readonly email: string
    readonly firstName?: string
    readonly lastName?: string
    readonly updatedAt?: string
    readonly profileImage?: string
  }
}

/** Whatever changes a source changes what is shown of it, of its table, and of what stands where. */
function useChange<T, R>(change: (told: T) => Promise<R>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries() })
}

/** Declares a source, with the first other things where there are none yet, and begins to read it. */
export function useAddSource() {
  return useChange(
    async ({
      name,
      definition,
      beginning,
    }: {
      readonly name: string
      readonly definition: SourceDefinition
      readonly beginning: Beginning | undefined
    }) => {
      if (beginning) {
        const body = { ...beginning, sources: { [name]: definition } }
        await ask('POST', '/configuration/start', { body, headers: once() })
      } else {
        await ask('POST', '/sources', { body: { name, definition }, headers: once() })
      }
      return startRefresh(name)
    },
  )
}

/** Saves a source over the version that was seen, and begins to read it as it is declared now. */
export function useSaveSource(name: string) {
  return useChange(
    async ({ definition, version }: { readonly definition: SourceDefinition; readonly version: string | null }) => {
      const saved = await ask<Source>('PUT', pathOf(name), { body: definition, headers: ifMatch(version) })
      await startRefresh(name)
      return saved
    },
  )
}

export function useRefreshSource() {
  return useChange(startRefresh)
}

export function useCancelRefresh() {
  return useChange((refresh: string) => ask('POST', `/refreshes/${encodeURIComponent(refresh)}/cancel`))
}

export function useRemoveSource(name: string) {
  return useChange((version: string | null) => ask('DELETE', pathOf(name), { headers: ifMatch(version) }))
}

/** Sends the new content of a source's file, and begins to read it. */
export function useReplaceFile(name: string, onProgress: (share: number) => void) {
  return useChange(async (file: File) => {
    const query = new URLSearchParams({ name: file.name })
    await sendFile('PUT', `${pathOf(name)}/file?${query}`, file, { onProgress })
    return startRefresh(name)
  })
}

export type Upload = { readonly file: string; readonly name: string; readonly bytes: number }

export function useUpload(onProgress: (share: number) => void) {
  return useMutation({
    mutationFn: (file: File) =>
      sendFile<Upload>('POST', `/uploads?${new URLSearchParams({ name: file.name })}`, file, { onProgress }),
  })
}
