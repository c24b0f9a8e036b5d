import { Button, Text } from '@mantine/core';
import { IconFileTypeCsv, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { fileName, offerFile } from '../../desk/offer-file.ts';
import { admin } from '../../desk/tutti.ts';

export function ExportButtons({ sessionId, title }: { sessionId: string; title: string }) {
  const { t } = useTranslation('teach');
  const locale = useLanguage();
  const csv = useMutation({
    mutationFn: () => admin.reportCsv(sessionId, { locale }),
    onSuccess: (file) => offerFile(file, `${fileName(title)}.csv`),
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
        onClick={() => window.print()}
        leftSection={<IconPrinter size={20} aria-hidden />}
      >
        {t('report.print')}
      </Button>
      {csv.error && (
        <Text c="wrong" role="alert">
          {t('report.csvFailed')}
        </Text>
      )}
    </>
  );
}
