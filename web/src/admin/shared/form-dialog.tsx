import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface FormDialogProps {
  title: string;
  opened: boolean;
  onClose(): void;
  size?: ModalProps['size'];
  children: ReactNode;
}

export function FormDialog({ title, opened, onClose, size = 'lg', children }: FormDialogProps) {
  const { t } = useTranslation('account');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('states.dismiss') }}
      centered
    >
      {children}
    </Modal>
  );
}
