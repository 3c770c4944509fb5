import { farmLoad } from '../../../api/farm-load.ts'
import { route } from '../route.ts'

export const loadRoute = route(
  {
    method: 'get',
    path: '/v1/load',
    id: 'getLoad',
    tag: 'server',
    summary: 'How much waits, and how fast it goes',
    access: 'key',
    replies: { 200: { description: 'Of the whole farm', json: farmLoad } },
    faults: [],
  },
  async ({ parts }) => ({ status: 200, json: await parts.farm.load() }),
)
