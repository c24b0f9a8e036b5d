import { Button, Text } from '@mantine/core';
import { IconFileSpreadsheet, IconFileTypeCsv, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { admin } from '../../desk/tutti.ts';
import { fileName, offerFile } from '../../shared/offer-file.ts';

export function ExportButtons({ sessionId, title }: { sessionId: string; title: string }) {
  const { t } = useTranslation(['teach', 'records']);
  const locale = useLanguage();
  const csv = useMutation({
    mutationFn: () => admin.reportCsv(sessionId, { locale }),
    onSuccess: (file) => offerFile(file, `${fileName(title)}.csv`),
  });
  const xlsx = useMutation({
    mutationFn: () => admin.reportXlsx(sessionId, { locale }),
    onSuccess: (file) => offerFile(file, `${fileName(title)}.xlsx`),
  });
  return (
    <>
      <Button
        variant="default"
        loading={csv.isPending}
        onClick={() => csv.mutate()}
        leftSection={<IconFileTypeCsv size={20} aria-hidden />}
      >
        {t('report.csv')}
      </Button>
      <Button
        variant="default"
        loading={xlsx.isPending}
        onClick={() => xlsx.mutate()}
        leftSection={<IconFileSpreadsheet size={20} aria-hidden />}
      >
        {t('records:files.xlsx')}
      </Button>
      <Button
        variant="default"
        onClick={() => window.print()}
        leftSection={<IconPrinter size={20} aria-hidden />}
      >
        {t('report.print')}
      </Button>
      {(csv.error ?? xlsx.error) && (
        <Text c="wrong" role="alert">
          {t('report.csvFailed')}
        </Text>
      )}
    </>
  );
}
