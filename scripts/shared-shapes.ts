/** By the shape as it is written out, the name that stands for it. */
export type Shapes = ReadonlyMap<string, string>;

const MIN_CHARACTERS = 120;

/** Long objects that stand in several places, named after the fields that hold them; those with others in them first. */
export function sharedShapes(notations: readonly string[]): Shapes {
  const places = notations.flatMap(objectsIn);
  const byShape = Map.groupBy(places, ({ shape }) => shape);
  const shared = [...byShape].filter(([shape, held]) => shape.length >= MIN_CHARACTERS && held.length > 1);
  const taken = new Set<string>();
  const named = shared.map(([shape, held]): [string, string] => {
    const fields = held.map(({ field }) => field).toSorted();
    const name = freeName(fields.find((field) => field !== "items") ?? "item", taken);
    taken.add(name);
    return [shape, name];
  });
  return new Map(named.toSorted(([a], [b]) => b.length - a.length));
}

/** @param without the shape that is being written out */
export function withShapes(notation: string, shapes: Shapes, without?: string): string {
  let text = notation;
  for (const [shape, name] of shapes) if (name !== without) text = text.replaceAll(shape, name);
  return text;
}

function freeName(field: string, taken: ReadonlySet<string>): string {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name}${count}`;
    if (!taken.has(tried)) return tried;
  }
}

/** Every object that a field holds, alone or in a list, with the field's name. */
function objectsIn(notation: string): { readonly field: string; readonly shape: string }[] {
  const found: { field: string; shape: string }[] = [];
  const open: number[] = [];
  for (const [at, character] of [...notation].entries()) {
    if (character === "{") open.push(at);
    if (character !== "}") continue;
    const start = open.pop() ?? 0;
    const field = /(\w+)\??: \(?$/.exec(notation.slice(0, start))?.[1];
    if (field !== undefined) found.push({ field, shape: notation.slice(start, at + 1) });
  }
  return found;
}
