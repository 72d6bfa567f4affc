/** Words that say what kind of organisation it is, not which: they are left out of comparisons. English, Danish and their neighbours. */
export const organizationWords: readonly string[] = `
  inc incorporated corp corporation co company companies ltd limited llc llp lp plc pty pvt gmbh ag kg ohg ug
  aps as ivs is ks pls smba amba fmba ab oy oyj asa ans da bv nv sa sarl spa srl
  group gruppen holding holdings the and og international danmark denmark scandinavia nordic
  association forening foreningen fonden fond foundation trust selskab selskabet firma firmaet enterprise enterprises
`
  .trim()
  .split(/\s+/)
