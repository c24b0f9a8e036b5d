import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../desk/states/problem.ts';
import { Refusal } from '../../desk/states/refusal.tsx';

/** What the server refused of a change. */
export function AuthorRefusal({ error, onReload }: { error: unknown; onReload: () => void }) {
  const { t } = useTranslation('author');
  if (!error) return null;
  const code = codeOf(error);
  if (code === 'mission/not-yours')
    return (
      <Alert color="wrong" role="alert">
        {t('notYours')}
      </Alert>
    );
  // the form says it at the field
  if (code === 'mission/circle') return null;
  if (code !== 'mission/changed-meanwhile') return <Refusal error={error} />;
  return (
    <Alert color="caution" role="alert">
      {t('changed')}{' '}
      <Button variant="default" size="sm" onClick={onReload}>
        {t('reload')}
      </Button>
    </Alert>
  );
}
