import { useTranslations } from "next-intl";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { DateTime } from "#components/ui/relative-time.tsx";
import type { EnvironmentPolicy } from "#lib/environment-policy/schemas.ts";
import { useFormatters } from "#lib/i18n/use-formatters.ts";

/** The rules of one environment in words. */
export function PolicyFacts({ policy }: { policy: EnvironmentPolicy }) {
  const t = useTranslations("security");
  const format = useFormatters();
  const { rotateEveryDays, maxAgeDays, suspendOverdueAfterDays, requestsPerMinute, writesPerMinute, writesPerHour } =
    policy;
  const roles = useTranslations("members.roles");
  const budget = (count: number | null) => (count === null ? t("fact.noBudget") : format.number(count));
  return (
    <DescriptionList
      items={[
        { label: t("field.creators"), value: policy.creatorRoles.map((role) => roles(role)).join(", ") },
        {
          label: t("field.keyApproval"),
          value: t(`keyApproval.${policy.isKeyApprovalRequired ? "required" : "not_required"}`),
        },
        {
          label: t("field.rotation"),
          value:
            policy.isRotationRequired && rotateEveryDays !== null
              ? t("fact.rotationRequired", { count: rotateEveryDays })
              : t("fact.rotationOptional"),
        },
        {
          label: t("field.overdue"),
          value:
            suspendOverdueAfterDays === null
              ? t("fact.overdueKept")
              : t("fact.overdueSuspended", { count: suspendOverdueAfterDays }),
        },
        {
          label: t("field.maxAge"),
          value: maxAgeDays === null ? t("fact.noMaxAge") : t("fact.days", { count: maxAgeDays }),
        },
        { label: t("field.confirmation"), value: t(`confirmation.${policy.confirmation}`) },
        { label: t("field.approvers"), value: t(`approvers.${policy.isFourEyesRequired ? "others" : "anyone"}`) },
        {
          label: t("field.destructiveConfirmation"),
          value: t(`confirmation.${policy.destructiveConfirmation}`),
        },
        {
          label: t("field.bulkRows"),
          value: policy.bulkRows === null ? t("fact.noBulkRows") : format.number(policy.bulkRows),
        },
        {
          label: t("field.maxRows"),
          value: policy.maxRows === null ? t("fact.noMaxRows") : format.number(policy.maxRows),
        },
        { label: t("field.confirmPhrase"), value: policy.confirmPhrase },
        { label: t("field.reasons"), value: t(`reasons.${policy.isReasonRequired ? "required" : "optional"}`) },
        {
          label: t("field.log"),
          value: [t("logPart.event"), ...policy.logParts.map((part) => t(`logPart.${part}`))].join(", "),
        },
        { label: t("field.requests"), value: budget(requestsPerMinute) },
        { label: t("field.writes"), value: budget(writesPerMinute) },
        { label: t("field.hourWrites"), value: budget(writesPerHour) },
        { label: t("field.leak"), value: t(`leak.${policy.leakReaction}`) },
        {
          label: t("field.changed"),
          value:
            policy.updatedAt === null ? (
              t("fact.defaults")
            ) : (
              <>
                <DateTime at={policy.updatedAt} /> · {policy.updatedByName}
              </>
            ),
        },
      ]}
    />
  );
}
