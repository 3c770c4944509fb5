import { parentPort } from 'node:worker_threads'
import { drawnComparison, type ComparisonOrder } from './drawn-comparison.ts'

// A thread behind ComparingThreads: compares the pictures that it is sent, one pair after the other.

parentPort?.on('message', (order: ComparisonOrder) => {
  const compared = drawnComparison(order)
  parentPort?.postMessage(compared, [compared.difference.data.buffer as ArrayBuffer])
})
