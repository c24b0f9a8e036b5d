import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Question {
  title: string;
  body: string;
  yes: string;
  /** `primary` where nothing is lost by it. */
  tone?: 'primary';
  /** Rejections are the caller's to show; the dialog closes either way. */
  onYes: () => void | Promise<void>;
}

/** Asks once before a step that cannot be taken back. */
export function useAskOnce() {
  const [question, setQuestion] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  return {
    ask(next: Question) {
      setQuestion(next);
      setOpen(true);
    },
    asking: open,
    dialog: question && <AskOnce question={question} opened={open} onClose={() => setOpen(false)} />,
  };
}

function AskOnce({
  question,
  opened,
  onClose,
}: {
  question: Question;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation('account');
  const [working, setWorking] = useState(false);
  async function confirm() {
    setWorking(true);
    try {
      await question.onYes();
    } finally {
      setWorking(false);
      onClose();
    }
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={question.title}
      closeButtonProps={{ 'aria-label': t('states.dismiss') }}
      centered
    >
      <Stack gap="lg">
        <Text>{question.body}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('states.cancel')}
          </Button>
          <Button
            {...(question.tone !== 'primary' && { color: 'wrong' })}
            onClick={confirm}
            loading={working}
          >
            {question.yes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
