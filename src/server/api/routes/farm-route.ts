import { farmLoad } from '../../../api/farm-load.ts'
import { route } from '../route.ts'

export const farmRoute = route(
  {
    method: 'get',
    path: '/v1/farm',
    id: 'getFarm',
    tag: 'server',
    summary: 'How much waits, how fast it goes, and which workers there are',
    description: 'For people who watch the farm, and for programs that start and stop workers: `wishedWorkers` says how many it takes.',
    access: 'key',
    replies: { 200: { description: 'Of the whole farm', json: farmLoad } },
    faults: [],
  },
  async ({ parts }) => ({ status: 200, json: await parts.farm.load() }),
)
