import { type Block, type Inline, parseBlocks, parseInline } from "./parse-markdown.ts";

/** A guide from `docs/` as a page of the application. Its first heading is the page's own title and left out here. */
export function Guide({ source }: { source: string }) {
  const blocks = parseBlocks(source).filter(({ kind }, index) => index > 0 || kind !== "heading");
  return (
    <article className="flex max-w-3xl flex-col gap-4 text-ink leading-relaxed">
      {blocks.map((block, index) => (
        <GuideBlock key={index} block={block} />
      ))}
    </article>
  );
}

function GuideBlock({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return <h2 className="mt-4 font-semibold text-ink text-lg">{block.text}</h2>;
    case "paragraph":
      return (
        <p>
          <Text text={block.text} />
        </p>
      );
    case "code":
      return (
        // Wrapped: a line that scrolls hides its end, and copies as it is written all the same.
        <pre className="whitespace-pre-wrap rounded-md border border-line bg-subtle p-3 font-mono text-sm [overflow-wrap:anywhere]">
          {block.text}
        </pre>
      );
    case "list":
      return <GuideList {...block} />;
    case "table":
      return <GuideTable {...block} />;
  }
}

function GuideList({ isOrdered, items }: Extract<Block, { kind: "list" }>) {
  const List = isOrdered ? "ol" : "ul";
  return (
    <List className={`flex flex-col gap-2 pl-6 ${isOrdered ? "list-decimal" : "list-disc"}`}>
      {items.map((item) => (
        <li key={item}>
          <Text text={item} />
        </li>
      ))}
    </List>
  );
}

function GuideTable({ head, rows }: Extract<Block, { kind: "table" }>) {
  return (
    <table className="w-full text-left">
      <thead>
        <tr className="border-line border-b text-ink-muted">
          {head.map((cell) => (
            <th key={cell} scope="col" className="py-2 pr-4 font-medium">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row) => (
          <tr key={row.join()}>
            {row.map((cell) => (
              <td key={cell} className="py-2 pr-4 align-top [overflow-wrap:anywhere]">
                <Text text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Text({ text }: { text: string }) {
  return parseInline(text).map((part, index) => <InlineText key={index} part={part} />);
}

function InlineText({ part }: { part: Inline }) {
  switch (part.kind) {
    case "strong":
      return <strong className="font-semibold">{part.text}</strong>;
    case "emphasis":
      return <em>{part.text}</em>;
    case "code":
      return <code className="rounded bg-subtle px-1 py-0.5 font-mono text-sm">{part.text}</code>;
    // Other guides are files beside the code, which this page can't open: they are named.
    case "link":
    case "text":
      return part.text;
  }
}
