import { Button, List, Stack, Text } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FileFault, fileFaults, type MissionDraft } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../desk/states/refusal.tsx';
import { fileName, offerFile } from '../../shared/offer-file.ts';
import { authoring } from './use-draft.ts';

/** The mission as files that another server reads; what is missing for that is said place by place. */
export function TakeAlong({ mission }: { mission: MissionDraft }) {
  const { t } = useTranslation('author');
  const [asked, setAsked] = useState(false);
  const take = useMutation({
    mutationFn: () => authoring.export(mission.id),
    onSuccess: (file) => offerFile(file, `${fileName(mission.title)}.zip`),
  });
  const faults = asked ? fileFaults(mission) : [];
  return (
    <Stack gap="xs" align="flex-start">
      <Text c="dimmed" id="take-along">
        {t('file.lead')}
      </Text>
      <Button
        variant="default"
        loading={take.isPending}
        aria-describedby="take-along"
        leftSection={<IconFileDownload size={20} aria-hidden />}
        onClick={() => {
          setAsked(true);
          if (fileFaults(mission).length === 0) take.mutate();
        }}
      >
        {t('file.take')}
      </Button>
      <div role="status">
        {faults.length > 0 && (
          <>
            <Text c="caution">{t('file.missing')}</Text>
            <List>
              {faults.map((fault) => (
                <List.Item key={[fault.code, fault.lesson, fault.question].join()}>
                  <Place fault={fault} mission={mission} />
                </List.Item>
              ))}
            </List>
          </>
        )}
      </div>
      {take.error && <Refusal error={take.error} />}
    </Stack>
  );
}

function Place({ fault: { code, lesson, question }, mission }: { fault: FileFault; mission: MissionDraft }) {
  const { t } = useTranslation('author');
  const said = t(`file.faults.${code}`);
  if (lesson === null) return said;
  const { title } = mission.lessons[lesson]!;
  return question === null
    ? t('file.inLesson', { title, said })
    : t('file.inQuestion', { title, number: question + 1, said });
}
