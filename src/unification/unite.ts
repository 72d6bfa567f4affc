import type { EngineSession } from '../engine/engine.ts'

type Options = { readonly signal?: AbortSignal }

/**
 * Gives every row of `cells` a label of its own in the session's table `label` (`rid, label`). Rows of one person come to have one
 * label, the least `rid` among them. `never` (`x, y`) has rows that must not. `pair` (`a, b, kind, t, u, rule, score`) comes to tell what
 * was made one with what, and why.
 */
export async function layOutLabels(session: EngineSession): Promise<void> {
  await session.run(
    `create or replace temp table label as select rid, rid as label from cells;
     create or replace temp table never (x integer, y integer);
     create or replace temp table pair (a integer, b integer, kind varchar, t utinyint, u utinyint, rule varchar, score double)`,
  )
}

/**
 * Makes the rows of each edge of the table `edges` (`a, b, rank, score`) one, and what is one with them, but for those that never
 * are: then edges are taken by rank, the best score first, and those that would bring such rows together are left out. The result
 * hangs on no order of rows. Answers how many edges were left out.
 */
export async function unite(session: EngineSession, edges: string, options: Options = {}): Promise<number> {
  const [links] = await session.rows<{ any: boolean; listed: boolean }>(
    `create or replace temp table link as
     select distinct least(la.label, lb.label) as a, greatest(la.label, lb.label) as b
     from ${edges} e join label la on la.rid = e.a join label lb on lb.rid = e.b where la.label <> lb.label;
     select (select count(*) > 0 from link) as any, (select count(*) > 0 from never) as listed`,
    [],
    options,
  )
  if (!links?.any) {
    await session.run('drop table link')
    return 0
  }
  await findComponents(session, options)
  const refused = links.listed ? await keepApart(session, edges, options) : 0
  await session.run(
    `create or replace temp table label as select l.rid, coalesce(c.label, l.label) as label from label l left join component c on c.node = l.label;
     drop table link; drop table component`,
    [],
    options,
  )
  return refused
}

/**
 * Fills `component` (`node, label`) from `link`: every node takes the least label around it and looks up whose label that has, until the
 * ends of all links have one.
 */
export async function findComponents(session: EngineSession, options: Options): Promise<void> {
  let begin = `create or replace temp table component as
    select node, node as label from (select a as node from link union select b from link)`
  for (;;) {
    const [left] = await session.rows<{ any: boolean }>(
      `${begin};
       create or replace temp table jumped as
       with around as materialized (
         select node, min(label) as label from (
           select node, label from component
           union all select l.a, c.label from link l join component c on c.node = l.b
           union all select l.b, c.label from link l join component c on c.node = l.a
         ) group by node)
       select n.node, least(n.label, further.label) as label from around n join around further on further.node = n.label;
       select count(*) > 0 as any from link l join jumped a on a.node = l.a join jumped b on b.node = l.b where a.label <> b.label`,
      [],
      options,
    )
    // The least of the nodes that hang together is its own label from the first on: where all have one, it is that.
    begin = 'drop table component; alter table jumped rename to component'
    if (!left?.any) break
  }
  await session.run(begin)
}

/** Takes the components apart that hold rows which never are one. Few do, so that those are gone through edge by edge. */
async function keepApart(session: EngineSession, edges: string, options: Options): Promise<number> {
  await session.run(
    `create or replace temp table apart as
     select distinct lx.label as x, ly.label as y, cx.label as component
     from never n join label lx on lx.rid = n.x join label ly on ly.rid = n.y
     join component cx on cx.node = lx.label join component cy on cy.node = ly.label where cx.label = cy.label`,
    [],
    options,
  )
  const enemies = await session.rows<{ x: number; y: number }>(
    `select distinct lx.label as x, ly.label as y
     from never n join label lx on lx.rid = n.x join label ly on ly.rid = n.y
     join component c on c.node = lx.label where c.label in (select component from apart)`,
    [],
    options,
  )
  if (enemies.length === 0) return 0
  const links = await session.rows<{ a: number; b: number }>(
    `select la.label as a, lb.label as b
     from ${edges} e join label la on la.rid = e.a join label lb on lb.rid = e.b join component c on c.node = la.label
     where la.label <> lb.label and c.label in (select component from apart)
     order by e.rank, e.score desc, least(la.label, lb.label), greatest(la.label, lb.label)`,
    [],
    options,
  )
  const { labels, refused } = uniteWithin(links, enemies)
  await session.run(
    `update component c set label = n.label
     from (select unnest($1::integer[]) as node, unnest($2::integer[]) as label) n where n.node = c.node`,
    [[...labels.keys()], [...labels.values()]],
  )
  return refused
}

/** Unites by links in their order unless two enemies would come together; labels are the least of what is one. */
export function uniteWithin(
  links: readonly { readonly a: number; readonly b: number }[],
  enemies: readonly { readonly x: number; readonly y: number }[],
): { readonly labels: ReadonlyMap<number, number>; readonly refused: number } {
  const parents = new Map<number, number>()
  const hostile = new Map<number, Set<number>>()
  const find = (node: number): number => {
    const parent = parents.get(node) ?? node
    if (parent === node) return node
    const root = find(parent)
    parents.set(node, root)
    return root
  }
  const enemiesOf = (root: number) => hostile.get(root) ?? new Set<number>()
  for (const { x, y } of enemies) {
    hostile.set(x, enemiesOf(x).add(y))
    hostile.set(y, enemiesOf(y).add(x))
  }
  let refused = 0
  for (const { a, b } of links) {
    parents.set(a, parents.get(a) ?? a)
    parents.set(b, parents.get(b) ?? b)
    const [least, other] = [find(a), find(b)].sort((one, two) => one - two) as [number, number]
    if (least === other) continue
    if ([...enemiesOf(other)].some((enemy) => find(enemy) === least)) {
      refused += 1
      continue
    }
    parents.set(other, least)
    hostile.set(least, new Set([...enemiesOf(least), ...enemiesOf(other)]))
  }
  return { labels: new Map([...parents.keys()].map((node) => [node, find(node)])), refused }
}
