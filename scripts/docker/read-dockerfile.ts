import { readFileSync } from 'node:fs'
import { DockerfileParser, type Copy, type From, type Instruction, type JSONInstruction, type PropertyInstruction } from 'dockerfile-ast'

type Values<Kind> = { readonly kind: Kind; readonly values: Readonly<Record<string, string>> }
type Text<Kind> = { readonly kind: Kind; readonly text: string }
type Command<Kind> = { readonly kind: Kind; readonly command: readonly string[] }

/** What a Dockerfile of ours says, instruction by instruction. */
export type Step =
  | { readonly kind: 'from'; readonly image: string; readonly tag: string }
  | { readonly kind: 'copy'; readonly sources: readonly string[]; readonly target: string }
  | Values<'arg'>
  | Values<'env'>
  | Text<'run'>
  | Text<'workdir'>
  | Text<'user'>
  | Text<'expose'>
  | Text<'stopsignal'>
  | Command<'healthcheck'>
  | Command<'entrypoint'>
  | Command<'cmd'>

/** @throws where it uses what is not known here: an instruction, a flag of COPY, a command that is not written as a list */
export function readDockerfile(path: string): readonly Step[] {
  return DockerfileParser.parse(readFileSync(path, 'utf8')).getInstructions().map(stepOf)
}

function stepOf(instruction: Instruction): Step {
  const keyword = instruction.getKeyword()
  switch (keyword) {
    case 'FROM': {
      const from = instruction as From
      return { kind: 'from', image: from.getImageName() ?? '', tag: from.getImageTag() ?? '' }
    }
    case 'ARG':
    case 'ENV':
      return { kind: keyword === 'ARG' ? 'arg' : 'env', values: valuesOf(instruction as PropertyInstruction) }
    case 'COPY':
      return copyOf(instruction as Copy)
    case 'RUN':
    case 'WORKDIR':
    case 'USER':
    case 'EXPOSE':
    case 'STOPSIGNAL':
      return { kind: keyword.toLowerCase() as 'run', text: instruction.getArgumentsContent() ?? '' }
    case 'HEALTHCHECK':
    case 'ENTRYPOINT':
    case 'CMD':
      return { kind: keyword.toLowerCase() as 'cmd', command: commandOf(instruction as JSONInstruction) }
    default:
      throw new Error(`${keyword} is not known to this script`)
  }
}

function valuesOf(instruction: PropertyInstruction): Readonly<Record<string, string>> {
  return Object.fromEntries(instruction.getProperties().map((property) => [property.getName(), property.getValue() ?? '']))
}

function copyOf(copy: Copy): Step {
  if (copy.getFlags().length > 0) throw new Error(`flags of COPY are not known to this script: ${copy.toString()}`)
  const paths = copy.getArguments().map((argument) => argument.getValue())
  return { kind: 'copy', sources: paths.slice(0, -1), target: paths.at(-1) ?? '' }
}

/** HEALTHCHECK has its list after the word CMD, which the parser takes for an argument. */
function commandOf(instruction: JSONInstruction): readonly string[] {
  const text = instruction.getArgumentsContent() ?? ''
  const list: unknown = JSON.parse(text.slice(Math.max(0, text.indexOf('['))))
  if (!Array.isArray(list)) throw new Error(`a command has to be written as a list: ${text}`)
  return list.map(String)
}
