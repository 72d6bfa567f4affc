import type { ConstantContact } from '../../constant-contact/client.ts'

/** A connected account that a run may act for: what can be asked of it, and which account it is. */
export type DeliveryAccount = ConstantContact & { readonly accountId: string }
