import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readSegmentsAsked, type SegmentsAsked } from '../../features/segments/segments-asked.ts'
import { signedIn } from './root.ts'

const tabs = ['members', 'rules', 'overlap', 'exports'] as const

export const segmentPages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/segments',
    component: lazyRouteComponent(() => import('../../routes/segments.tsx'), 'SegmentsPage'),
    validateSearch: (search): SegmentsAsked => readSegmentsAsked(search),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/segments/new',
    component: lazyRouteComponent(() => import('../../routes/segment-builder.tsx'), 'NewSegmentPage'),
    validateSearch: (search): BuilderAsked & { start?: string } => ({
      ...builderAsked(search),
      ...(typeof search.start === 'string' && { start: search.start }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/segments/quick',
    component: lazyRouteComponent(() => import('../../routes/quick-segment.tsx'), 'QuickSegmentPage'),
    validateSearch: ({ field }): { field?: string } => ({ ...(field !== undefined && { field: String(field) }) }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/segments/$name/edit',
    component: lazyRouteComponent(() => import('../../routes/segment-builder.tsx'), 'EditSegmentPage'),
    validateSearch: (search): BuilderAsked => builderAsked(search),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/segments/$name',
    component: lazyRouteComponent(() => import('../../routes/segment.tsx'), 'SegmentPage'),
    validateSearch: ({ tab, days, with: others }): SegmentAsked => {
      const known = tabs.find((each) => each === tab)
      const span = ([7, 30, 180] as const).find((each) => each === Number(days))
      return {
        ...(known && { tab: known }),
        ...(span && { days: span }),
        ...(typeof others === 'string' && /^[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)?$/.test(others) && { with: others }),
      }
    },
  }),
] as const

/** What of one segment is looked at: a tab, how far back its size is drawn, and what it is compared with. */
export type SegmentAsked = {
  readonly tab?: (typeof tabs)[number]
  readonly days?: 7 | 30 | 180
  readonly with?: string
}

/** Whether the text is shown beside the rules. */
type BuilderAsked = { readonly text?: boolean }

function builderAsked({ text }: Readonly<Record<string, unknown>>): BuilderAsked {
  return typeof text === 'boolean' ? { text } : {}
}
