import { isSuppressed, type Judged, judgeTown, saysYes } from './judge-town.ts'
import type { ExportName, Rules } from './scenario.ts'
import type { Town } from './town.ts'
import { type Hold, hasJustDeparted, isDeparted, type Known, type Standing, type Truth } from './truth.ts'

/** A run as its record tells of it after a step. */
export type RunTold = {
  readonly id: string
  readonly exportName: ExportName
  readonly planned: boolean
  readonly finished: boolean
  readonly status: string
  readonly reason: string | null
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly removals: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly receipts: readonly Receipt[]
  readonly removalReceipts: readonly RemovalReceipt[]
}
export type Receipt = {
  readonly profile_key: string
  readonly email: string | null
  readonly outcome: string
  readonly reason: string | null
}
export type RemovalReceipt = { readonly email: string; readonly outcome: string; readonly reason: string | null }

/** An import that the sandbox received. */
export type ImportSeen = {
  readonly fileName: string
  readonly rows: ReadonlyMap<string, Readonly<Record<string, string>>>
}

export type StepSeen = {
  readonly step: number
  /** What the account was like when the step began, and what the sources were like throughout it. */
  readonly standing: Standing
  readonly town: Town
  readonly rules: Readonly<Record<ExportName, Rules>>
  /** Whether anything was done in this step to make a run fail. */
  readonly troubled: boolean
  /** Whether a job was made to end without a word of each of its people. */
  readonly jobsTroubled: boolean
  /** Every run that is open or ended in this step, in the order in which they ended. */
  readonly runs: readonly RunTold[]
  /** Imports received in this step. */
  readonly imports: readonly ImportSeen[]
}

type RunKept = {
  readonly exportName: ExportName
  readonly rules: Rules
  readonly imported: Map<string, { step: number; values: Readonly<Record<string, string>> }[]>
  plan?: { step: number; town: Town; standing: Standing; claims: ReadonlyMap<string, string> }
  troubled: boolean
  jobsTroubled: boolean
  ended: boolean
}

type Ledger = {
  /** E-mails that the export keeps on the list, with the profile behind each. */
  readonly claims: Map<string, string>
  /** The values that were last delivered, as text. */
  readonly delivered: Map<string, string>
  /** Of whom nobody outside can say what the ledger holds. */
  readonly doubt: Set<string>
}

const departureReasons = ['unsubscribed', 'deleted', 'left_list']
const refusalReasons = ['refused', 'refused_unnamed']

/**
 * Who should be on the list, told from the sources, the acts of others and the receipts of earlier runs alone, by other means
 * than the program's. After each step it names everything that is not as it should be.
 */
export class Model {
  readonly problems: string[] = []
  readonly #runs = new Map<string, RunKept>()
  readonly #ledgers: Record<ExportName, Ledger> = { news: newLedger(), club: newLedger() }
  /** What the account should hold of somebody; absent where it cannot be known. */
  readonly #values = new Map<string, Record<string, string>>()
  readonly #blockedBefore: { step: number; town: Town }[] = []

  /** What we hold of somebody, as far as anybody outside can tell. */
  holdOf(email: string): Hold {
    const open = [...this.#runs.values()].some((run) => !run.ended && run.imported.has(email))
    const ledgers = Object.values(this.#ledgers)
    if (open || ledgers.some(({ doubt }) => doubt.has(email))) return 'pending'
    return ledgers.some(({ claims }) => claims.has(email)) ? 'claim' : 'nothing'
  }

  /** Whether an export is known to keep anybody. */
  claims(exportName: ExportName): ReadonlyMap<string, string> {
    return this.#ledgers[exportName].claims
  }

  /** The account's own values of somebody who was there before we sent anything that is still under way. */
  holds(email: string, values: Readonly<Record<string, string>>): void {
    if (!this.#values.has(email) && this.holdOf(email) !== 'pending') this.#values.set(email, { ...values })
  }

  /** Checks a step that is over. */
  check(seen: StepSeen, truth: Truth): void {
    this.#blockedBefore.push({ step: seen.step, town: seen.town })
    for (const run of seen.runs) this.#note(run, seen)
    this.#takeImports(seen, truth)
    truth.endOf(seen.step, new Set(seen.imports.flatMap(({ rows }) => [...rows.keys()])), seen.standing.opaque)
    this.problems.push(...truth.problems.splice(0))
    const ended = seen.runs.filter((run) => run.finished && !this.#kept(run).ended)
    for (const run of ended) this.#end(run, seen, truth)
    this.#checkValues(truth)
  }

  #kept({ id }: RunTold): RunKept {
    const kept = this.#runs.get(id)
    if (!kept) throw new Error(`run ${id} was never noted`)
    return kept
  }

  /** Writes down what a run goes out from: the rules when it began, everything else when it was planned. */
  #note(run: RunTold, { step, standing, town, rules, troubled, jobsTroubled }: StepSeen): void {
    const kept: RunKept = this.#runs.get(run.id) ?? {
      exportName: run.exportName,
      rules: rules[run.exportName],
      imported: new Map(),
      troubled: false,
      jobsTroubled: false,
      ended: false,
    }
    this.#runs.set(run.id, kept)
    kept.troubled ||= troubled
    kept.jobsTroubled ||= jobsTroubled
    if (run.planned && !kept.plan) {
      kept.plan = { step, town, standing, claims: new Map(this.#ledgers[run.exportName].claims) }
    }
  }

  /** Nobody may be in an import who had departed, or could not be sent by the sources, when the step began. */
  #takeImports({ step, standing, town, imports }: StepSeen, truth: Truth): void {
    for (const { fileName, rows } of imports) {
      const [, runId = ''] = /^postbud_([a-z0-9]+)_/.exec(fileName) ?? []
      const run = this.#runs.get(runId)
      if (!run) {
        this.problems.push(`an import is called ${fileName}, which is no run's`)
        continue
      }
      for (const [email, values] of rows) {
        run.imported.set(email, [...(run.imported.get(email) ?? []), { step, values }])
        const known = standing.known.get(email)
        const untouched = truth.of(email).actedAt < step
        if (known && untouched && isDeparted(known) && !standing.opaque.has(email)) {
          this.problems.push(`${email} was sent (${fileName}), who had departed before: ${JSON.stringify(known)}`)
        }
        if (run.rules.suppress && isSuppressed(town, email)) {
          this.problems.push(`${email} was sent (${fileName}), who is suppressed`)
        }
        const person = this.#personSent(run, email, town)
        if (run.rules.consent && person && !saysYes(person)) {
          this.problems.push(`${email} was sent (${fileName}), who withdrew their consent`)
        }
      }
    }
  }

  /** Today's profile of whom a run's plan sends at an e-mail. */
  #personSent(run: RunKept, email: string, town: Town) {
    const planned = run.plan && judgeTown(run.plan.town, run.exportName, run.rules)
    const sent = planned?.find((each) => each.email === email && each.verdict === 'good')
    return sent && town.people.get(sent.id)
  }

  /** Checks a run that came to its end, and takes over what it did. */
  #end(run: RunTold, seen: StepSeen, truth: Truth): void {
    const kept = this.#kept(run)
    kept.ended = true
    const { plan } = kept
    if (!plan) return
    const about = { run, kept, plan, seen, truth, judged: judgeTown(plan.town, run.exportName, kept.rules) }
    this.#checkReceipts(about)
    this.#checkRemovals(about)
    this.#checkSums(about)
  }

  #problem({ run }: About, what: string): void {
    this.problems.push(
      `run ${run.id} of ${run.exportName} (${run.status}${run.reason ? `, ${run.reason}` : ''}): ${what}`,
    )
  }

  #checkReceipts(about: About): void {
    const { run, kept, plan, judged, truth } = about
    const ledger = this.#ledgers[run.exportName]
    const byKey = new Map<string, Receipt>()
    for (const receipt of run.receipts) {
      if (byKey.has(receipt.profile_key)) this.#problem(about, `two receipts for ${receipt.profile_key}`)
      byKey.set(receipt.profile_key, receipt)
    }
    for (const key of byKey.keys()) {
      if (!judged.some(({ id }) => id === key)) this.#problem(about, `a receipt for ${key}, who is no member`)
    }
    for (const each of judged) {
      const receipt = byKey.get(each.id)
      if (!receipt) {
        this.#problem(about, `no receipt for ${each.id} (${each.email})`)
        continue
      }
      const wrong = this.#wrongReceipt(about, each, receipt)
      if (wrong) {
        const { known, opaque } = plan.standing
        const more = { planned: known.get(each.email), now: truth.of(each.email), opaque: opaque.has(each.email) }
        this.#problem(
          about,
          `${each.id} ${each.email} is ${receipt.outcome} ${receipt.reason ?? ''}: ${wrong} ${JSON.stringify(more)}`,
        )
      }
      if (each.verdict === 'good') this.#takeReceipt(about, each, receipt)
      if (kept.imported.has(each.email) && departureReasons.includes(receipt.reason ?? '')) truth.told(each.email)
    }
    // Whoever was off the list when the run was planned is nobody's any more.
    for (const email of ledger.claims.keys()) {
      const planned = plan.standing.known.get(email)
      if (!planned?.left || plan.standing.opaque.has(email)) continue
      if (this.#touched(about, email)) ledger.doubt.add(email)
      else if (!kept.imported.has(email)) ledger.claims.delete(email)
    }
  }

  #touched({ plan, truth }: About, email: string): boolean {
    return truth.of(email).actedAt >= plan.step
  }

  /** Whether the sources have come to hold somebody back after the plan was made. */
  #blockedLater({ kept, plan, seen }: About, { id, email }: Judged): boolean {
    return this.#blockedBefore.some(({ step, town }) => {
      if (step <= plan.step || step > seen.step) return false
      const person = town.people.get(id)
      return (
        (kept.rules.suppress && isSuppressed(town, email)) ||
        (kept.rules.consent && person !== undefined && !saysYes(person))
      )
    })
  }

  #wrongReceipt(about: About, judged: Judged, { outcome, reason }: Receipt): string | undefined {
    const { run, kept, plan, truth, seen } = about
    const { email, verdict } = judged
    const rows = kept.imported.get(email) ?? []
    switch (verdict) {
      case 'email_missing':
      case 'email_malformed':
      case 'email_too_long':
      case 'duplicate_email':
        return outcome === 'rejected' && reason === verdict ? undefined : `it should be rejected as ${verdict}`
      case 'suppressed':
      case 'no_consent':
        if (outcome !== 'held_back' || reason !== verdict) return `it should be held back as ${verdict}`
        return rows.length > 0 ? 'and was sent' : undefined
      case 'good':
        break
      default:
        verdict satisfies never
    }

    const known = plan.standing.known.get(email)
    const now = truth.of(email)
    const touched = this.#touched(about, email)
    const vague = touched || plan.standing.opaque.has(email) || seen.standing.opaque.has(email)
    const stopped = run.status === 'Failed (permanent)' || run.status === 'Canceled'
    const departed = known !== undefined && isDeparted(known)
    switch (outcome) {
      case 'delivered':
        if (rows.length === 0) return 'no import held them'
        if (departed && !vague) return 'they had departed'
        if (known?.refused && now.refused && !touched) return 'imports refuse them'
        if (!vague && !now.on) return 'they are not on the list'
        return this.#isNeedless(about, judged) ? 'they had been delivered before with the very same values' : undefined
      case 'unchanged':
        if (rows.length > 0) return 'they were sent'
        if (departed && !vague) return 'they had departed'
        if (!vague && !now.on) return 'they are not on the list'
        return this.#ledgers[run.exportName].delivered.get(email) === textOf(judged.values) ||
          this.#ledgers[run.exportName].doubt.has(email)
          ? undefined
          : 'they were never delivered with these values'
      case 'held_back':
        if (reason === 'rejected_before')
          return known?.everRefused || now.everRefused ? undefined : 'nothing refused them'
        if (reason === 'no_consent' || reason === 'suppressed') {
          return this.#blockedLater(about, judged) ? undefined : 'nothing in the sources holds them back'
        }
        if (!departureReasons.includes(reason ?? '')) return 'that is no reason to hold somebody back'
        if (!departed && !vague) return 'they had not departed'
        if (rows.length > 0 && !touched) return 'and were sent'
        return rows.length > 0 && !kept.troubled && !known?.on && now.on && now.owner === 'us' && hasJustDeparted(now)
          ? 'we had put them on the list, and did not take them off again'
          : undefined
      case 'rejected':
        if (!refusalReasons.includes(reason ?? '')) return 'there is nothing wrong with them'
        return known?.everRefused || now.everRefused ? undefined : 'nothing refuses them'
      case 'unconfirmed':
        if (rows.length === 0 && reason !== 'account_changed') return 'they were not sent'
        return kept.troubled || truth.someRefused() ? undefined : 'nothing went wrong'
      case 'not_sent':
        if (!stopped) return 'the run came to its end'
        return rows.length > 0 ? 'they were sent' : undefined
      default:
        return 'there is no such outcome'
    }
  }

  /** Whether somebody was sent whom the ledger already had with the same values. */
  #isNeedless({ run, plan }: About, { email, values }: Judged): boolean {
    const { claims, delivered, doubt } = this.#ledgers[run.exportName]
    return plan.claims.has(email) && claims.has(email) && !doubt.has(email) && delivered.get(email) === textOf(values)
  }

  /** What a receipt says becomes what later runs are measured by. */
  #takeReceipt(about: About, { id, email, values }: Judged, { outcome }: Receipt): void {
    const { run, kept, plan, seen, truth } = about
    const ledger = this.#ledgers[run.exportName]
    const vague = this.#touched(about, email) || plan.standing.opaque.has(email) || seen.standing.opaque.has(email)
    if (outcome === 'delivered') {
      ledger.claims.set(email, id)
      ledger.delivered.set(email, textOf(values))
      if (vague) for (const { doubt } of Object.values(this.#ledgers)) doubt.add(email)
      else ledger.doubt.delete(email)
      // Who of a job that tells not of each was in it is told by who is on the list: somebody whom others put there meanwhile, or
      // unseen, looks the same, and nobody can know whose values they hold.
      const toldApart = kept.jobsTroubled || truth.someRefused()
      if (toldApart && vague) this.#values.delete(email)
      else this.#values.set(email, { ...this.#values.get(email), ...values })
      return
    }
    if (outcome === 'unchanged') {
      if (!vague) ledger.doubt.delete(email)
      return
    }
    if (!kept.imported.has(email)) {
      if (vague && ledger.claims.has(email)) ledger.doubt.add(email)
      return
    }
    // Sent, and not told as delivered: what the account holds and what the ledger makes of it is not for us to say.
    for (const { doubt } of Object.values(this.#ledgers)) doubt.add(email)
    this.#values.delete(email)
  }

  #checkRemovals(about: About): void {
    const { run, kept, plan, judged, truth, seen } = about
    const ledger = this.#ledgers[run.exportName]
    const receipts = new Map<string, RemovalReceipt>()
    for (const receipt of run.removalReceipts) {
      if (receipts.has(receipt.email)) this.#problem(about, `two removal receipts for ${receipt.email}`)
      receipts.set(receipt.email, receipt)
    }
    const wanted = new Set(judged.flatMap(({ email, verdict }) => (verdict === 'good' ? [email] : [])))
    for (const email of new Set([...plan.claims.keys(), ...receipts.keys()])) {
      const receipt = receipts.get(email)
      const known = plan.standing.known.get(email)
      const vague =
        ledger.doubt.has(email) ||
        this.#touched(about, email) ||
        plan.standing.opaque.has(email) ||
        seen.standing.opaque.has(email)
      const profile = plan.claims.get(email)
      const leaves =
        profile !== undefined &&
        known?.on === true &&
        !wanted.has(email) &&
        (kept.rules.leavers === 'remove' || this.#isForced(about, email, profile))
      const wrong = this.#wrongRemoval(about, { email, leaves, vague, known, receipt })
      if (wrong) {
        const more = { profile, planned: known, now: truth.of(email), opaque: plan.standing.opaque.has(email) }
        this.#problem(
          about,
          `leaver ${email} is ${receipt?.outcome ?? 'without receipt'} ${receipt?.reason ?? ''}: ${wrong} ${JSON.stringify(more)}`,
        )
      }
      if (!receipt) continue
      if (receipt.outcome === 'removed' || receipt.outcome === 'kept') {
        ledger.claims.delete(email)
        if (vague) for (const { doubt } of Object.values(this.#ledgers)) doubt.add(email)
        else ledger.doubt.delete(email)
      } else if (receipt.outcome === 'unconfirmed') {
        for (const { doubt } of Object.values(this.#ledgers)) doubt.add(email)
      }
    }
  }

  /** Withdrawn consent and suppression take off whatever the export says of leavers. */
  #isForced({ kept, plan, judged }: About, email: string, profile: string): boolean {
    const person = plan.town.people.get(profile)
    return (
      (kept.rules.suppress && isSuppressed(plan.town, email)) ||
      judged.some((each) => each.email === email && each.verdict === 'no_consent') ||
      (kept.rules.consent && person !== undefined && !saysYes(person))
    )
  }

  #wrongRemoval(
    about: About,
    {
      email,
      leaves,
      vague,
      known,
      receipt,
    }: {
      email: string
      leaves: boolean
      vague: boolean
      known: Known | undefined
      receipt: RemovalReceipt | undefined
    },
  ): string | undefined {
    const { run, kept, plan, truth, seen } = about
    const now = truth.of(email)
    const stopped = run.status === 'Failed (permanent)' || run.status === 'Canceled'
    if (!receipt) return leaves && !vague ? 'they left' : undefined
    if (!leaves && !vague) return 'they did not leave'
    const others = Object.entries(this.#ledgers).filter(([name]) => name !== run.exportName)
    const sentSince = seen.imports.some(({ fileName, rows }) => rows.has(email) && !fileName.includes(run.id))
    switch (receipt.outcome) {
      case 'removed':
        if (!vague && now.on && !sentSince) return 'they are on the list'
        return !vague && known?.owner === 'others' ? 'others had put them there' : undefined
      case 'kept': {
        const takenOffSince = seen.runs.some(
          ({ id, removalReceipts }) =>
            id !== run.id && removalReceipts.some((each) => each.email === email && each.outcome === 'removed'),
        )
        if (!vague && !now.on && !takenOffSince) return 'they are not on the list'
        if (vague || known?.owner === 'unknown') return undefined
        const claimed = others.some(([, { claims, doubt }]) => claims.has(email) || doubt.has(email))
        if (receipt.reason === 'before_us') return known?.owner === 'others' ? undefined : 'we had put them there'
        return receipt.reason === 'other_claim' && claimed ? undefined : 'no other export keeps them'
      }
      case 'unconfirmed':
        return kept.troubled ? undefined : 'nothing went wrong'
      case 'not_sent':
        // Whom the plan found kept by an export that has let go of them since is left to a later run.
        if (!stopped && receipt.reason !== 'other_claim') return 'the run came to its end'
        return !vague && plan.claims.has(email) && !now.on ? 'they are not on the list' : undefined
      default:
        return 'there is no such outcome'
    }
  }

  #checkSums(about: About): void {
    const { run } = about
    for (const [told, receipts] of [
      [run.outcomes, run.receipts],
      [run.removals, run.removalReceipts],
    ] as const) {
      const counted: Record<string, number> = {}
      for (const { outcome, reason } of receipts) {
        const key = `${outcome} ${reason ?? ''}`
        counted[key] = (counted[key] ?? 0) + 1
      }
      const summed = Object.fromEntries(
        Object.entries(told).flatMap(([outcome, byReason]) =>
          Object.entries(byReason).map(([reason, people]) => [`${outcome} ${reason}`, people]),
        ),
      )
      if (sorted(counted) !== sorted(summed)) {
        this.#problem(about, `the sums ${sorted(summed)} are not those of the receipts ${sorted(counted)}`)
      }
    }
  }

  /** What the account holds of everybody whose values are known. */
  #checkValues(truth: Truth): void {
    const open = new Set([...this.#runs.values()].flatMap((run) => (run.ended ? [] : [...run.imported.keys()])))
    for (const [email, values] of this.#values) {
      if (open.has(email)) continue
      const held = truth.valuesOf(email)
      for (const [field, text] of Object.entries(values)) {
        if (held[field] === text) continue
        this.problems.push(
          `${email} holds ${JSON.stringify(held[field])} as ${field} instead of ${JSON.stringify(text)}`,
        )
      }
    }
  }
}

type About = {
  readonly run: RunTold
  readonly kept: RunKept
  readonly plan: NonNullable<RunKept['plan']>
  readonly judged: readonly Judged[]
  readonly seen: StepSeen
  readonly truth: Truth
}

function newLedger(): Ledger {
  return { claims: new Map(), delivered: new Map(), doubt: new Set() }
}

function textOf(values: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(values).sort())
}

function sorted(counts: Readonly<Record<string, number>>): string {
  return JSON.stringify(Object.entries(counts).sort())
}
