import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

const repository = join(import.meta.dirname, '../..')
const mirror = 'http://deb.debian.org'
const release = 'bookworm'

/** As the image has it: two suites, in the file that Dockerfiles edit. */
const sources = ['debian', 'debian-security']
  .map((archive) => {
    const suites = archive === 'debian' ? `${release} ${release}-updates` : `${release}-security`
    return `Types: deb\nURIs: ${mirror}/${archive}\nSuites: ${suites}\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`
  })
  .join('\n')

/** What a step needs to reach mirrors and the registry from here. None of it is in the image when it is done. */
const hostFiles = ['etc/resolv.conf', 'etc/apt/apt.conf.d/00host', 'root/.npmrc', 'tmp/host-certificates.pem']

/** Makes what `FROM node:VERSION-bookworm-slim` is: the release by debootstrap, with the Node that the lock file pins. */
export function makeBaseImage(folder: string, tag: string): void {
  const { name, version } = pinnedNode()
  if (tag !== `${version}-${release}-slim`) throw new Error(`FROM has the tag ${tag}, and ${name} is ${version}`)
  // It mounts /proc in the folder: in mounts of its own that is gone with it, however it ends.
  const debootstrap = ['debootstrap', '--variant=minbase', release, folder, `${mirror}/debian`]
  execFileSync('unshare', ['--mount', ...debootstrap], { stdio: ['ignore', 'ignore', 'inherit'] })
  // The folder was made for us alone; it is to be the root of another user.
  chmodSync(folder, 0o755)
  rmSync(join(folder, 'etc/apt/sources.list'), { force: true })
  writeFileSync(join(folder, 'etc/apt/sources.list.d/debian.sources'), sources)
  // The image's own, so that archives do not stay.
  writeFileSync(join(folder, 'etc/apt/apt.conf.d/docker-clean'), 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };\n')
  const local = join(folder, 'usr/local')
  cpSync(join(repository, 'node_modules', name, 'bin/node'), join(local, 'bin/node'))
  const npm = dirname(dirname(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())))
  cpSync(npm, join(local, 'lib/node_modules/npm'), { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'))
}

function pinnedNode(): { readonly name: string; readonly version: string } {
  const name = `node-linux-${process.arch}`
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }
  return { name, version }
}

/** Lends the steps this machine's way out: names, proxies, certificates. @returns variables for them */
export function lendNetwork(folder: string): Readonly<Record<string, string>> {
  const put = (path: string, text: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const [names, apt, npm, certificates] = hostFiles as [string, string, string, string]
  put(names, readFileSync('/etc/resolv.conf'))
  const settings = execFileSync('apt-config', ['dump'], { encoding: 'utf8' }).split('\n')
  put(apt, settings.filter((line) => /^Acquire::https?::|^Acquire::Check/.test(line)).join('\n'))
  const npmrc = join(homedir(), '.npmrc')
  if (existsSync(npmrc)) put(npm, readFileSync(npmrc))
  const variables = Object.entries(process.env).filter(([name]) => /^(https?|no|all)_proxy$|^npm_config_registry$/i.test(name))
  const { NODE_EXTRA_CA_CERTS: authorities } = process.env
  if (authorities !== undefined) put(certificates, readFileSync(authorities))
  return {
    ...Object.fromEntries(variables.map(([name, value]) => [name, value ?? ''])),
    ...(authorities === undefined ? {} : { NODE_EXTRA_CA_CERTS: `/${certificates}` }),
  }
}

/** Takes back what was lent. */
export function takeBackNetwork(folder: string): void {
  for (const path of hostFiles) rmSync(join(folder, path), { force: true })
}
