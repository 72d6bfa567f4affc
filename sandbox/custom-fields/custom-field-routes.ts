import type { FastifyInstance } from 'fastify'
import { conflict, invalid, notFound } from '../wire/answers.ts'
import { apiRoute } from '../wire/api-route.ts'
import { pageOf } from '../wire/paging.ts'
import { objectBody, textIn } from '../wire/read-body.ts'
import type { World } from '../world.ts'
import { FIELD_TYPES, nameOfLabel, newCustomField, renderCustomField } from './custom-field.ts'

const FIELDS_PER_ACCOUNT = 100

/** Custom fields: page through, read one, make, relabel, delete. */
export function customFieldRoutes(server: FastifyInstance, world: World): void {
  const read = { scope: 'contact_data', privilege: 'contacts:read' } as const
  const write = { scope: 'contact_data', privilege: 'contacts:write' } as const

  apiRoute(server, world, { method: 'GET', path: '/contact_custom_fields', ...read }, (call) => {
    const { rows, links } = pageOf(call, {
      all: [...call.account.customFields.values()],
      idOf: (field) => field.id,
      path: '/contact_custom_fields',
      limitMax: 100,
    })
    return { custom_fields: rows.map(renderCustomField), ...(links && { _links: links }) }
  })

  apiRoute(server, world, { method: 'POST', path: '/contact_custom_fields', ...write }, ({ account, body, reply }) => {
    const input = objectBody(body)
    const label = textIn(input, 'label')?.trim()
    const type = FIELD_TYPES.find((one) => one === (input.type ?? 'string'))
    if (!label || label.length > 50) throw invalid('label must have 1 to 50 characters.')
    if (!type) throw invalid('type is not one of the types of a custom field.')
    if (account.customFields.values().some((one) => one.label === label || one.name === nameOfLabel(label))) {
      throw conflict('Validation failed: Label already exists.')
    }
    if (account.customFields.size >= FIELDS_PER_ACCOUNT) throw invalid('The account has 100 custom fields.')
    const choices = Array.isArray(input.choices)
      ? input.choices.map((one) => textIn(objectBody(one), 'choice_label') ?? '')
      : []
    const field = newCustomField({ label, type, choices }, world.clock.now())
    account.customFields.set(field.id, field)
    return reply.code(201).send(renderCustomField(field))
  })

  const one = '/contact_custom_fields/:custom_field_id'
  apiRoute(server, world, { method: 'GET', path: one, ...read }, ({ account, params }) => {
    const field = account.customFields.get(params.custom_field_id ?? '')
    if (!field) throw notFound('The custom field was not found.')
    return renderCustomField(field)
  })

  apiRoute(server, world, { method: 'PUT', path: one, ...write }, ({ account, params, body }) => {
    const field = account.customFields.get(params.custom_field_id ?? '')
    if (!field) throw notFound('The custom field was not found.')
    const label = textIn(objectBody(body), 'label')?.trim()
    if (!label || label.length > 50) throw invalid('label must have 1 to 50 characters.')
    if (account.customFields.values().some((other) => other !== field && other.label === label)) {
      throw conflict('Validation failed: Label already exists.')
    }
    field.label = label
    if (world.unknowns.relabelChangesName) field.name = nameOfLabel(label)
    field.updatedAt = world.clock.now()
    return renderCustomField(field)
  })

  apiRoute(server, world, { method: 'DELETE', path: one, ...write }, ({ account, params, reply }) => {
    const id = params.custom_field_id ?? ''
    if (!account.customFields.delete(id)) throw notFound('The custom field was not found.')
    account.table.columns.delete(`cf:${id}`)
    return reply.code(204).send()
  })
}
