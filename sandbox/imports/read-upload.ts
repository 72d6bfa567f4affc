export type Upload = { fileName: string; bytes: Buffer; listIds: string }

/** The parts `file` and `list_ids` of a multipart body, or null when one is missing or the body can't be read. */
export async function readUpload(body: Buffer, contentType: string): Promise<Upload | null> {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  } catch {
    return null
  }
  const file = form.get('file')
  const listIds = form.get('list_ids')
  if (!(file instanceof File) || typeof listIds !== 'string') return null
  return { fileName: file.name, bytes: Buffer.from(await file.arrayBuffer()), listIds }
}
