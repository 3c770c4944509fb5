import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Does some work while so many processes beside it never rest. They are stopped at its end. */
export async function whileBusy<T>(count: number, work: () => Promise<T>): Promise<T> {
  const burners = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for(;;);'], { stdio: 'ignore' }))
  const ended = burners.map((burner) => once(burner, 'exit'))
  try {
    return await work()
  } finally {
    for (const burner of burners) burner.kill('SIGKILL')
    await Promise.all(ended)
  }
}
