import { expect, test } from 'vitest'
import { asSent, failedScenes } from '../../src/coordinator/failed-scenes.ts'
import { failure } from '../support/scripted-worker.ts'

const faults = (...pointers: readonly string[]) => pointers.map((pointer) => ({ pointer, message: 'is not there' }))

test('a failure is about the scene that it names', () => {
  expect(failedScenes(failure({ scene: 3 }))).toMatchObject([{ scene: 3, failure: { code: 'CHROMIUM_CRASHED' } }])
  expect(failedScenes(failure())).toEqual([])
})

test('faults that all lie in scenes are a failure of each of those scenes', () => {
  const failed = failedScenes(failure({ scene: 2, faults: faults('/scenes/2/image', '/scenes/12/voiceover/source', '/scenes/2/kenBurns') }))
  expect(failed.map(({ scene, failure: { faults: own } }) => [scene, own?.map(({ pointer }) => pointer)])).toEqual([
    [2, ['/scenes/2/image', '/scenes/2/kenBurns']],
    [12, ['/scenes/12/voiceover/source']],
  ])
  // Each scene is told of its own faults.
  expect(failed.map(({ failure: { message } }) => message)).toEqual(['is not there; is not there', 'is not there'])
})

test('with one fault beside the scenes the film could not be made without them', () => {
  expect(failedScenes(failure({ scene: null, faults: faults('/scenes/2/image', '/music/source') }))).toEqual([])
  expect(failedScenes(failure({ scene: 2, faults: faults('/scenes') }))).toEqual([])
})

test('scenes and pointers are told as they are in the film that was sent', () => {
  expect(asSent(failure({ scene: 1, faults: faults('/scenes/1/image', '/scenes/0', '/music') }), [0, 2, 3])).toMatchObject({
    scene: 2,
    faults: faults('/scenes/2/image', '/scenes/0', '/music'),
  })
})
