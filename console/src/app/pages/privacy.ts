import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf, textOf } from '../search.ts'
import { signedIn } from './root.ts'

type PrivacySearch = { erasure?: string; panel?: 'erase' | 'export' | 'retention' | 'suppression' }

/** Where administrators answer what people may ask for. */
export const privacyPages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/privacy',
    component: lazyRouteComponent(() => import('../../routes/privacy.tsx'), 'PrivacyPage'),
    validateSearch: ({ erasure, panel }): PrivacySearch => ({
      ...textOf('erasure', erasure),
      ...oneOf('panel', ['erase', 'export', 'retention', 'suppression'] as const, panel),
    }),
  }),
] as const
