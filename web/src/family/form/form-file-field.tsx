import { Button, FileButton, Input, Progress, Text } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegion } from '../../desk/language.ts';
import { FormFileError, type FormFileProblem, type ReadForm, readFormFile } from './read-form-file.ts';

interface FormFileFieldProps {
  value: ReadForm | null;
  onChange(form: ReadForm | null): void;
  /** Nothing was chosen, though something has to be. */
  missing: boolean;
  sending: boolean;
}

/** A photo or PDF of the paper: what is wrong with it is said here, before it is sent. */
export function FormFileField({ value, onChange, missing, sending }: FormFileFieldProps) {
  const { t } = useTranslation('family');
  const region = useRegion();
  const id = useId();
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<FormFileProblem | null>(null);

  async function read(file: File | null) {
    if (!file) return;
    setReading(true);
    setProblem(null);
    onChange(null);
    try {
      onChange(await readFormFile(file));
    } catch (error) {
      setProblem(error instanceof FormFileError ? error.problem : 'upload.unreadable');
    } finally {
      setReading(false);
    }
  }

  const error = problem ? t(problem) : missing && !value ? t('upload.missing') : null;
  const size = (bytes: number) =>
    new Intl.NumberFormat(region, {
      style: 'unit',
      unit: bytes < 1_000_000 ? 'kilobyte' : 'megabyte',
      maximumFractionDigits: bytes < 1_000_000 ? 0 : 1,
    }).format(Math.max(bytes / (bytes < 1_000_000 ? 1_000 : 1_000_000), 1));
  return (
    <Input.Wrapper
      label={t('upload.label')}
      description={t('upload.hint')}
      error={error}
      labelElement="div"
      id={id}
    >
      <FileButton
        accept="application/pdf,image/*"
        onChange={(file) => void read(file)}
        inputProps={{ 'aria-label': t('upload.label') }}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            mt="xs"
            mb="xs"
            leftSection={<IconCamera size={20} aria-hidden />}
          >
            {t(value ? 'upload.other' : 'upload.choose')}
          </Button>
        )}
      </FileButton>
      <div role="status">
        {value && !sending && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('upload.chosen', { name: value.name, size: size(value.bytes) })}
          </Text>
        )}
        {(reading || sending) && (
          <>
            <Text size="sm">{t(reading ? 'upload.reading' : 'upload.sending')}</Text>
            <Progress value={100} animated mt={4} mb="xs" aria-label={t('upload.sending')} />
          </>
        )}
      </div>
    </Input.Wrapper>
  );
}
