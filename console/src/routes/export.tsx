import { useParams } from '@tanstack/react-router'
import { Page } from '../ui/page.tsx'

export function ExportPage() {
  const { name } = useParams({ from: '/signed-in/exports/$name' })
  return <Page title={name}>{null}</Page>
}
