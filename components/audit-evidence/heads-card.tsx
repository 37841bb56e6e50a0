import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";

/** What to keep where the database is not. */
export function HeadsCard({ publicKey, href }: { publicKey: string; href: string }) {
  const t = useTranslations("auditEvidence.heads");
  return (
    <Card>
      <CardHeader
        title={t("title")}
        description={t("description")}
        actions={
          <a className={buttonClass()} href={href} download>
            <Download aria-hidden />
            {t("download")}
          </a>
        }
      />
      <CardBody className="flex flex-col gap-2">
        <p className="font-medium">{t("publicKey")}</p>
        <CodeBlock code={publicKey.trim()} label={t("publicKey")} />
      </CardBody>
    </Card>
  );
}
