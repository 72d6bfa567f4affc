export type Upload = { fileName: string; bytes: Buffer; listIds: string }

const BLANK_LINE = '\r\n\r\n'

/**
 * The parts `file` and `list_ids` of a multipart body, or null when one is missing or the body can't be read. The file's
 * bytes are a view of the body: a benchmark sends a hundred megabytes, and every copy of them would show.
 */
export function readUpload(body: Buffer, contentType: string): Upload | null {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  const delimiter = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`
  if (!boundary) return null
  let upload: { fileName: string; bytes: Buffer } | null = null
  let listIds: string | null = null
  let at = body.indexOf(delimiter)
  while (at >= 0) {
    const headersAt = at + delimiter.length + 2
    const next = body.indexOf(`\r\n${delimiter}`, headersAt)
    const contentAt = body.indexOf(BLANK_LINE, headersAt)
    if (next < 0 || contentAt < 0 || contentAt > next) break
    const headers = body.toString('utf8', headersAt, contentAt)
    const content = body.subarray(contentAt + BLANK_LINE.length, next)
    const name = /;\s*name="([^"]*)"/i.exec(headers)?.[1]
    if (name === 'file') upload = { fileName: /filename="([^"]*)"/i.exec(headers)?.[1] ?? '', bytes: content }
    if (name === 'list_ids') listIds = content.toString('utf8')
    at = next + 2
  }
  return upload && listIds !== null ? { ...upload, listIds } : null
}
