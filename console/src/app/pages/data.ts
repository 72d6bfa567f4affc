import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { isSourceSort, type SourceSort } from '../../features/sources/sources.ts'
import { type StepName, stepNames } from '../../features/unification/steps/step-names.ts'
import { speakAlso } from '../languages.ts'
import { oneOf, textOf } from '../search.ts'
import { signedIn } from './root.ts'

type SourcesSearch = { search?: string | undefined; sort?: SourceSort; add?: 'file' | 'postgres' | undefined }
type SourceSearch = {
  tab?: 'columns' | 'corrupt' | 'refreshes' | undefined
  reason?: string | undefined
  edit?: true | undefined
}

type UnifyEditSearch = { sources?: string; step?: StepName; text?: boolean }

type TablesSearch = { tab?: 'relationships'; add?: true; edit?: string }

/** Where the data come from. */
export const dataPages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/sources',
    component: lazyRouteComponent(() => import('../../routes/sources.tsx'), 'SourcesPage'),
    validateSearch: ({ search, sort, add }): SourcesSearch => ({
      ...(typeof search === 'string' && search !== '' && { search }),
      ...(isSourceSort(sort) && { sort }),
      ...((add === 'file' || add === 'postgres') && { add }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/sources/$name',
    component: lazyRouteComponent(() => import('../../routes/source.tsx'), 'SourcePage'),
    validateSearch: ({ tab, reason, edit }): SourceSearch => ({
      ...((tab === 'columns' || tab === 'corrupt' || tab === 'refreshes') && { tab }),
      ...(typeof reason === 'string' && reason !== '' && { reason }),
      ...(edit === true && { edit }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/profiles',
    component: lazyRouteComponent(() => import('../../routes/profiles.tsx'), 'ProfilesPage'),
    validateSearch: ({ setUp }): { setUp?: true | undefined } => (setUp === true ? { setUp } : {}),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/profiles/$id',
    component: lazyRouteComponent(() => import('../../routes/profile.tsx'), 'ProfilePage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/tables',
    component: lazyRouteComponent(() => import('../../routes/tables.tsx'), 'TablesPage'),
    validateSearch: ({ tab, add, edit }): TablesSearch => ({
      ...(tab === 'relationships' && { tab }),
      ...(add === true && { add }),
      ...(typeof edit === 'string' && edit !== '' && { edit }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/tables/$name',
    component: lazyRouteComponent(() => import('../../routes/table.tsx'), 'TablePage'),
    validateSearch: ({ types }): { types?: true | undefined } => (types === true ? { types } : {}),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/unify',
    component: lazyRouteComponent(() => import('../../routes/unify.tsx'), 'UnifyPage'),
    validateSearch: ({ saved }): { saved?: true } => (saved === true ? { saved } : {}),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/unify/edit',
    component: lazyRouteComponent(async () => {
      await speakAlso('unifying')
      return await import('../../routes/unify-edit.tsx')
    }, 'UnifyEditPage'),
    validateSearch: ({ sources, step, text }): UnifyEditSearch => ({
      ...textOf('sources', sources),
      ...oneOf('step', stepNames, step),
      ...(typeof text === 'boolean' && { text }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/data/unify/why',
    component: lazyRouteComponent(() => import('../../routes/unify-why.tsx'), 'UnifyWhyPage'),
  }),
] as const
