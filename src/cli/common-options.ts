import { Option } from 'commander'

export const json = () => new Option('--json', 'print one JSON object on standard output')
export const debug = () => new Option('--debug', 'show the stack and the details of an error')
