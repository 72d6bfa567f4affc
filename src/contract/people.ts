import { z } from 'zod'

export const roleSchema = z.enum(['administrator', 'contributor', 'viewer'])
