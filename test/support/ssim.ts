export { ssim } from '../../src/bench/picture/ssim.ts'
