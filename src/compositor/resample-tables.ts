// What a resample's tables take in the kernel's memory; assembly/resample.ts, which writes and reads them, has the same numbers.

/** Of an output row. */
export const rowBytes = 16
/** Of a group of output columns. */
export const groupBytes = 144
export const groupColumns = 8

/** Samples per output up to which eight outputs with four taps each lie within the 16 samples that one shuffle reaches. */
export const largestStep = 1.7
