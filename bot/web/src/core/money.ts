/** Whole fen as `¥1,299.00`. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.abs(Math.trunc(fen))
  const units = String(Math.floor(whole / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}¥${units}.${String(whole % 100).padStart(2, '0')}`
}
