-- The signer's private keys (sealed) are for the signer alone: neither the app nor anybody else reads them.
REVOKE ALL ON signer_key FROM PUBLIC, l0_app;
GRANT SELECT, INSERT, UPDATE ON signer_key TO l0_signer;
GRANT SELECT ON workspace TO l0_signer;
DO $$ BEGIN
  EXECUTE format('GRANT l0_signer TO %I', CURRENT_USER);
END $$;
