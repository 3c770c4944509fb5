import { z } from 'zod'
import { failure } from './render.ts'

/** What keeps a machine from work, such as a full disk. */
export const machineFault = failure.pick({ code: true, message: true, hint: true })

/** What a worker says of itself whenever it asks for work. */
export const workerFacts = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,100}$/),
  slots: z.int().min(1).max(1000).describe('Pieces of work that it does side by side'),
  cores: z.number().min(0),
  memoryBytes: z.number().min(0).describe('For all pieces of work together'),
  toolchain: z.string().max(200).describe('Hash of all that makes chunks of two machines differ: only equal ones work on the same film'),
  encoders: z.array(z.string().max(100)).max(100).describe('By codec (h264), and by codec and device (h264:gpu)'),
  versions: z.record(z.string().max(100), z.string().max(300)).describe('Of the programs behind the toolchain'),
  fault: machineFault.optional().describe('What keeps it from work: it is given none, and only says that it is there'),
})

/** What GET /process-work answers: of a container that does one piece of work a request. */
export const containerFacts = workerFacts.omit({ id: true, slots: true, fault: true }).meta({ id: 'ContainerFacts' })

export type MachineFault = Readonly<z.output<typeof machineFault>>
export type ContainerFacts = z.output<typeof containerFacts>
export type WorkerFacts = z.output<typeof workerFacts>
