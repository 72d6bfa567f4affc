export type Circle = { readonly x: number; readonly y: number; readonly r: number }

/** The area that two circles share. */
export function sharedArea(r1: number, r2: number, distance: number): number {
  if (distance >= r1 + r2) return 0
  const small = Math.min(r1, r2)
  if (distance <= Math.abs(r1 - r2)) return Math.PI * small * small
  const part = (r: number, other: number) => {
    const cosine = (distance ** 2 + r ** 2 - other ** 2) / (2 * distance * r)
    return r ** 2 * Math.acos(Math.min(1, Math.max(-1, cosine)))
  }
  const kite = (-distance + r1 + r2) * (distance + r1 - r2) * (distance - r1 + r2) * (distance + r1 + r2)
  return part(r1, r2) + part(r2, r1) - Math.sqrt(Math.max(0, kite)) / 2
}

/**
 * Two circles whose areas are as the sizes of two sets, and whose shared area is as what both hold, the larger with radius `most`.
 * Their middle is at 0, 0. A set of nobody is a point.
 */
export function twoCircles(sizes: readonly [number, number], both: number, most: number): readonly [Circle, Circle] {
  const scale = most / Math.sqrt(Math.max(1, ...sizes))
  const [r1, r2] = [scale * Math.sqrt(sizes[0]), scale * Math.sqrt(sizes[1])]
  const wanted = Math.PI * scale ** 2 * both
  let [near, far] = [Math.abs(r1 - r2), r1 + r2]
  // The area shrinks as they move apart, so halving finds the distance.
  for (let step = 0; step < 60; step += 1) {
    const middle = (near + far) / 2
    if (sharedArea(r1, r2, middle) > wanted) near = middle
    else far = middle
  }
  const apart = both === 0 ? r1 + r2 + most / 10 : (near + far) / 2
  const left = Math.min(-r1, apart - r2)
  const right = Math.max(r1, apart + r2)
  const middle = (left + right) / 2
  return [
    { x: -middle, y: 0, r: r1 },
    { x: apart - middle, y: 0, r: r2 },
  ]
}

/** Three circles of one size that show every combination, whatever the figures are. */
export function threeCircles(most: number): readonly [Circle, Circle, Circle] {
  const out = most * 0.62
  const at = (degrees: number): Circle => ({
    x: out * Math.cos((degrees * Math.PI) / 180),
    y: out * Math.sin((degrees * Math.PI) / 180),
    r: most,
  })
  return [at(-150), at(-30), at(90)]
}
