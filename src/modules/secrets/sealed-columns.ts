import type { SealedColumn } from '../../platform/crypto/key-rotation.ts';

/** Every column that holds sealed values, with the key that each row's place is named by. [DAT-2] */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'auth_identities', column: 'refresh_token_sealed', key: 'id' },
  { table: 'consent_forms', column: 'file_sealed', key: 'id' },
  { table: 'consent_requests', column: 'contact_sealed', key: 'id' },
  { table: 'game_credentials', column: 'password_sealed', key: 'id' },
  { table: 'game_credentials', column: 'username_sealed', key: 'id' },
  { table: 'guardian_profiles', column: 'address_sealed', key: 'user_id' },
  { table: 'guardian_profiles', column: 'phone_sealed', key: 'user_id' },
  { table: 'mail_messages', column: 'content_sealed', key: 'id' },
  { table: 'roster_imports', column: 'rows_sealed', key: 'id' },
  { table: 'totp_factors', column: 'secret_sealed', key: 'user_id' },
];
