import { Alert, Button, Group } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../states/copy-button.tsx';
import classes from './own.module.css';

/** They are shown this once; on paper they are all that is on the sheet. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone(): void }) {
  const { t } = useTranslation('account');
  return (
    <>
      <Alert color="caution" role="status">
        {t('factor.codesLead')}
      </Alert>
      <div className={classes.sheet}>
        <p className={classes.onPaper}>{t('factor.codesPaper')}</p>
        <ul className={classes.codes} aria-label={t('factor.codes')}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </div>
      <Group>
        <CopyButton value={codes.join('\n')} label={t('factor.copyCodes')} done={t('factor.copied')} />
        <Button
          variant="default"
          leftSection={<IconPrinter size={20} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('factor.print')}
        </Button>
        <Button onClick={onDone}>{t('factor.kept')}</Button>
      </Group>
    </>
  );
}
