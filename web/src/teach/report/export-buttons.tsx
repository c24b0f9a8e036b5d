import { Button, Text } from '@mantine/core';
import { IconFileSpreadsheet, IconFileTypeCsv, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fileName, offerFile } from '../../shared/offer-file.ts';

interface ExportButtonsProps {
  title: string;
  csv: () => Promise<Blob>;
  xlsx?: () => Promise<Blob>;
}

/** A report as files, and on paper. */
export function ExportButtons({ title, csv, xlsx }: ExportButtonsProps) {
  const { t } = useTranslation(['teach', 'records']);
  const loading = useMutation({
    mutationFn: (ending: 'csv' | 'xlsx') => (ending === 'csv' || !xlsx ? csv() : xlsx()),
    onSuccess: (file, ending) => offerFile(file, `${fileName(title)}.${ending}`),
  });
  const waitsFor = loading.isPending ? loading.variables : null;
  return (
    <>
      <Button
        variant="default"
        loading={waitsFor === 'csv'}
        onClick={() => loading.mutate('csv')}
        leftSection={<IconFileTypeCsv size={20} aria-hidden />}
      >
        {t('report.csv')}
      </Button>
      {xlsx && (
        <Button
          variant="default"
          loading={waitsFor === 'xlsx'}
          onClick={() => loading.mutate('xlsx')}
          leftSection={<IconFileSpreadsheet size={20} aria-hidden />}
        >
          {t('records:files.xlsx')}
        </Button>
      )}
      <Button
        variant="default"
        onClick={() => window.print()}
        leftSection={<IconPrinter size={20} aria-hidden />}
      >
        {t('report.print')}
      </Button>
      {loading.error && (
        <Text c="wrong" role="alert">
          {t('report.csvFailed')}
        </Text>
      )}
    </>
  );
}
