export function NewExportPage() {
  return null
}

export function EditExportPage() {
  return null
}
