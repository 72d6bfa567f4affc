import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type ExportsAsked, isSort } from '../../features/exports/exports.ts'
import type { ReceiptsAsked } from '../../features/runs/receipt-queries.ts'
import { isRunSort, type RunsAsked } from '../../features/runs/run-list.ts'
import { signedIn } from './root.ts'

/** The names of exports whose schedule is open in a panel. */
type ExportsSearch = ExportsAsked & { readonly schedule?: readonly string[] | undefined }

const list = createRoute({
  getParentRoute: () => signedIn,
  path: '/exports',
  component: lazyRouteComponent(() => import('../../routes/exports.tsx'), 'ExportsPage'),
  validateSearch: ({ search, sort, connection, status, schedule }): ExportsSearch => ({
    ...(typeof search === 'string' && search !== '' && { search }),
    ...(isSort(sort) && { sort }),
    ...(typeof connection === 'string' && { connection }),
    ...(typeof status === 'string' && status !== '' && { status }),
    ...(Array.isArray(schedule) &&
      schedule.every((name) => typeof name === 'string') &&
      schedule.length > 0 && { schedule: schedule as string[] }),
  }),
})

/** The panels are opened above the list, and each has an address of its own. */
const panels = [
  createRoute({
    getParentRoute: () => list,
    path: 'new',
    component: lazyRouteComponent(() => import('../../routes/export-set-up.tsx'), 'NewExportPage'),
    validateSearch: ({ from, segment }): { from?: string; segment?: string } => ({
      ...(typeof from === 'string' && { from }),
      ...(typeof segment === 'string' && { segment }),
    }),
  }),
  createRoute({
    getParentRoute: () => list,
    path: '$name/edit',
    component: lazyRouteComponent(() => import('../../routes/export-set-up.tsx'), 'EditExportPage'),
  }),
] as const

export const exportPages = [
  list.addChildren(panels),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/exports/$name',
    component: lazyRouteComponent(() => import('../../routes/export.tsx'), 'ExportPage'),
    validateSearch: ({ panel }): { panel?: 'schedule' } => (panel === 'schedule' ? { panel } : {}),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/runs',
    component: lazyRouteComponent(() => import('../../routes/runs.tsx'), 'RunsPage'),
    validateSearch: ({ search, export: of, status, trigger, sort }): RunsAsked => ({
      ...(typeof search === 'string' && search !== '' && { search }),
      ...(typeof of === 'string' && of !== '' && { export: of }),
      ...(typeof status === 'string' && status !== '' && { status }),
      ...(typeof trigger === 'string' && trigger !== '' && { trigger }),
      ...(isRunSort(sort) && { sort }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/runs/$id',
    component: lazyRouteComponent(() => import('../../routes/run.tsx'), 'RunPage'),
    validateSearch: ({ of, outcome, reason, search }): ReceiptsAsked => ({
      ...(of === 'leavers' && { of }),
      ...(typeof outcome === 'string' && outcome !== '' && { outcome }),
      ...(typeof reason === 'string' && reason !== '' && { reason }),
      ...(typeof search === 'string' && search !== '' && { search }),
    }),
  }),
] as const
