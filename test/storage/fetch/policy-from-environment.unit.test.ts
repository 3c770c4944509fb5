import { describe, expect, it } from 'vitest'
import { strictPolicy } from '../../../src/storage/fetch/asset-policy.ts'
import { policyFromEnvironment } from '../../../src/storage/fetch/policy-from-environment.ts'

describe('policyFromEnvironment', () => {
  it('allows nothing but the public web where nothing is set', () => {
    expect(policyFromEnvironment({ assetFolder: null, sharedAssets: null }, {})).toEqual(strictPolicy)
    expect(strictPolicy).toMatchObject({
      files: [],
      assetFolder: null,
      buckets: [],
      privateAddresses: 'refused',
      allowedHosts: [],
      drawings: 'refused',
    })
  })

  it('allows what its operator names', () => {
    const policy = policyFromEnvironment(
      { assetFolder: '/data/assets', sharedAssets: null },
      {
        FRAMEFARM_ALLOWED_HOSTS: '127.0.0.1:4567, photos.internal',
        FRAMEFARM_ALLOWED_BUCKETS: 'photos,voices',
        FRAMEFARM_ALLOWED_FOLDERS: '/mnt/photos:/mnt/voices',
        FRAMEFARM_ALLOW_PRIVATE_ADDRESSES: 'true',
        FRAMEFARM_MAX_ASSET_MB: '20',
      },
    )
    expect(policy.allowedHosts).toEqual([expect.objectContaining({ port: 4567 }), { name: 'photos.internal', port: null }])
    expect(policy).toMatchObject({ assetFolder: '/data/assets', buckets: ['photos', 'voices'], files: ['/mnt/photos', '/mnt/voices'] })
    expect(policy).toMatchObject({ privateAddresses: 'allowed', limits: { maxBytes: 20e6 } })
  })

  it.each([
    ['FRAMEFARM_ALLOWED_HOSTS', 'http://a.example'],
    ['FRAMEFARM_ALLOWED_FOLDERS', 'photos'],
    ['FRAMEFARM_ALLOW_PRIVATE_ADDRESSES', 'yes'],
    ['FRAMEFARM_MAX_ASSET_MB', 'many'],
    ['FRAMEFARM_MAX_ASSET_MB', '-1'],
  ])('says that %s cannot be %s', (variable, value) => {
    expect(() => policyFromEnvironment({ assetFolder: null, sharedAssets: null }, { [variable]: value })).toThrow(
      expect.objectContaining({ code: 'TOOL_SETTING_WRONG', message: expect.stringContaining(`${variable} has "${value}" in it`) }),
    )
  })
})
