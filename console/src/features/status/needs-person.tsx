import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { en } from '../../app/words/en.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Attention, Status } from './status.ts'

type Kind = keyof (typeof en)['home']['kinds']

/** Something that needs a person: what, why, since when, and the way to where it is mended. */
export function NeedsPerson({ each, status }: { readonly each: Attention; readonly status: Status }) {
  const { t, i18n } = useTranslation()
  const { kind, subject, message, meaning, since } = each
  const isKnown = (name: string): name is Kind => i18n.exists(`home.kinds.${name}`)
  const about = [...status.exports, ...status.connections, ...status.segments].find(({ name }) => name === subject)
  const named = subject === 'refresh' || subject === 'profiles' ? '' : `${about?.displayName ?? subject}: `
  // What is to be decided stands with the run.
  const why = kind === 'approval_needed' ? (meaning ?? message) : (message ?? meaning)
  return (
    <Notice
      intent={kind.endsWith('_failed') || kind === 'reconnect_needed' ? 'error' : 'warning'}
      title={`${named}${isKnown(kind) ? t(`home.kinds.${kind}`) : kind}`}
      act={<Mending each={each} status={status} />}
    >
      {why} <Moment at={since} />
    </Notice>
  )
}

/** The way to where it is mended, for those who may go there. */
function Mending({ each: { key, kind, subject, status: state }, status }: { each: Attention; status: Status }) {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const [about] = key.split(':')
  switch (about) {
    case 'approval':
      // A run that waits is told by its id, so that each is told of anew.
      return (
        <LinkButton to="/runs/$id" params={{ id: state }}>
          {t('home.mend.run')}
        </LinkButton>
      )
    case 'export': {
      const run = status.exports.find(({ name }) => name === subject)?.run
      return run == null || kind === 'export_skipped' ? (
        <ToExport name={subject} />
      ) : (
        <LinkButton to="/runs/$id" params={{ id: run }}>
          {t('home.mend.why')}
        </LinkButton>
      )
    }
    case 'drift':
    case 'missed':
      return status.exports.some(({ name }) => name === subject) ? <ToExport name={subject} /> : null
    case 'source':
      return (
        <LinkButton to="/data/sources/$name" params={{ name: subject }}>
          {t('home.mend.source')}
        </LinkButton>
      )
    case 'profiles':
    case 'refresh':
      return <LinkButton to="/data/sources">{t('home.mend.sources')}</LinkButton>
    case 'segment':
      return (
        <LinkButton to="/segments/$name" params={{ name: subject }}>
          {t('home.mend.segment')}
        </LinkButton>
      )
    case 'connection':
    case 'lapse':
    case 'check':
    case 'export-user':
    case 'budget':
      return me.role === 'administrator' ? (
        <LinkButton to="/administrator/connections/$name" params={{ name: subject }}>
          {t('home.mend.connection')}
        </LinkButton>
      ) : null
    default:
      return null
  }
}

function ToExport({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  return (
    <LinkButton to="/exports/$name" params={{ name }}>
      {t('home.mend.export')}
    </LinkButton>
  )
}
