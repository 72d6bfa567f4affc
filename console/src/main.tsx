import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import i18next from 'i18next'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ProblemError } from './app/api.ts'
import { startLanguages } from './app/languages.ts'
import { makeRouter } from './app/router.ts'
import { Themed } from './app/theme.tsx'
import { Saying } from './ui/said.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server has refused it refuses again; what did not reach it is worth another try.
      retry: (failures, thrown) => !(thrown instanceof ProblemError && thrown.status < 500) && failures < 2,
    },
  },
})
const router = makeRouter(queries)

await startLanguages()
// Sentences of the server were said in the language before.
i18next.on('languageChanged', () => void queries.invalidateQueries())
const place = document.getElementById('root')
if (!place) throw new Error('The page has no place for the console.')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Themed>
        <Saying>
          <RouterProvider router={router} />
        </Saying>
      </Themed>
    </QueryClientProvider>
  </StrictMode>,
)
