import { useTranslations } from "next-intl";
import { Card, CardBody } from "#components/ui/card.tsx";
import { useFormatters } from "#lib/i18n/use-formatters.ts";
import type { Usage, UsageStep } from "#lib/usage/schemas.ts";
import { BarChart } from "./bar-chart.tsx";
import { StepsTable } from "./steps-table.tsx";
import { useMilliseconds } from "./use-milliseconds.ts";
import { useStepLabel } from "./use-step-label.ts";

/** How many calls, and how long they took, over the range. */
export function UsageCharts({ usage }: { usage: Usage }) {
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <Card>
        <CardBody>
          <CallsChart usage={usage} />
        </CardBody>
      </Card>
      <Card>
        <CardBody>
          <LatencyChart usage={usage} />
        </CardBody>
      </Card>
    </div>
  );
}

function CallsChart({ usage: { range, unit, total, steps } }: { usage: Usage }) {
  const t = useTranslations("usage");
  const format = useFormatters();
  const labelOf = useStepLabel(unit);
  const counts = ({ calls, errors, refusals }: Pick<UsageStep, "calls" | "errors" | "refusals">) =>
    t("counts", { calls, errors, refusals });
  return (
    <BarChart
      title={t(unit === "hour" ? "callsByHour" : "callsByDay")}
      summary={t("callsSummary", { range: t(`range.${range}`), counts: counts(total) })}
      series={[
        { label: t("succeeded"), fill: "fill-accent", dot: "bg-accent" },
        { label: t("errors"), fill: "fill-warning", dot: "bg-warning" },
        { label: t("refusals"), fill: "fill-danger", dot: "bg-danger" },
      ]}
      bars={steps.map((step) => ({
        id: step.startsAt,
        label: labelOf(step.startsAt),
        title: `${labelOf(step.startsAt)}: ${counts(step)}`,
        values: [step.calls - step.errors, step.errors, step.refusals],
      }))}
      formatValue={(value) => format.number(value)}
      table={
        <StepsTable
          caption={t("callsByStep")}
          columns={[t(unit === "hour" ? "hour" : "day"), t("calls"), t("errors"), t("refusals")]}
          rows={steps.map(({ startsAt, calls, errors, refusals }) => [
            labelOf(startsAt),
            format.number(calls),
            format.number(errors),
            format.number(refusals),
          ])}
        />
      }
    />
  );
}

function LatencyChart({ usage: { range, unit, total, steps } }: { usage: Usage }) {
  const t = useTranslations("usage");
  const labelOf = useStepLabel(unit);
  const milliseconds = useMilliseconds();
  const text = (ms: number | null) => milliseconds(ms) ?? "–";
  return (
    <BarChart
      title={t("latency")}
      summary={t("latencySummary", {
        range: t(`range.${range}`),
        median: text(total.p50Ms),
        p95: text(total.p95Ms),
      })}
      series={[
        { label: t("median"), fill: "fill-accent", dot: "bg-accent" },
        { label: t("p95"), fill: "fill-info", dot: "bg-info" },
      ]}
      bars={steps.map(({ startsAt, p50Ms, p95Ms }) => ({
        id: startsAt,
        label: labelOf(startsAt),
        title: `${labelOf(startsAt)}: ${t("median")} ${text(p50Ms)}, ${t("p95")} ${text(p95Ms)}`,
        values: [p50Ms ?? 0, Math.max(0, (p95Ms ?? 0) - (p50Ms ?? 0))],
      }))}
      formatValue={text}
      table={
        <StepsTable
          caption={t("latencyByStep")}
          columns={[t(unit === "hour" ? "hour" : "day"), t("median"), t("p95")]}
          rows={steps.map(({ startsAt, p50Ms, p95Ms }) => [labelOf(startsAt), text(p50Ms), text(p95Ms)])}
        />
      }
    />
  );
}
