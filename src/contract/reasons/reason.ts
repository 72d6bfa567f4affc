import type { Language } from '../language.ts'

/** A reason in every language: what it means, and what to do about it. Whole sentences, so that they can stand together. */
export type Reason = Readonly<Record<Language, { readonly what: string; readonly todo: string }>>
