/** Why a call to Kore.ai fails, and what to do: for Settings, the banner and the directory. */
export const connection = [
  /*i18n*/ { id: 'kore.words', message: '{words}' },
  /*i18n*/ { id: 'kore.words_hidden', message: 'Only members whose role is not limited see the reason.' },
  /*i18n*/ { id: 'kore.canceled', message: 'The call was canceled while it waited for the call budget.' },
  /*i18n*/ { id: 'kore.budget', message: 'The call budget for Kore.ai is currently used up.' },
  /*i18n*/ { id: 'kore.interrupted', message: 'The call was interrupted.' },
  /*i18n*/ {
    id: 'kore.failures_in_a_row',
    message: 'The last {failures, number} calls to Kore.ai in a row failed: {reason}',
  },
  /*i18n*/ {
    id: 'kore.foreign',
    message:
      'The response is not from Kore.ai: {what}. Check that KORE_HOST is the host of your Kore.ai console, and that no login page or proxy intercepts the call.',
  },
  /*i18n*/ { id: 'kore.redirect', message: 'a redirect (HTTP {status})' },
  /*i18n*/ {
    id: 'kore.refused_on_the_way',
    message:
      "HTTP {status} came without Kore.ai's own message: a proxy or firewall between Muster and Kore.ai refuses the call. Allow the host of KORE_HOST there, and check that KORE_HOST is the host of your Kore.ai console.",
  },
  /*i18n*/ {
    id: 'kore.clock_ahead',
    message:
      "The clock of this machine is {span} ahead of Kore.ai's clock, and Kore.ai refuses tokens whose times are off. Set the clock (for example with NTP), then test the connection again.",
  },
  /*i18n*/ {
    id: 'kore.clock_behind',
    message:
      "The clock of this machine is {span} behind Kore.ai's clock, and Kore.ai refuses tokens whose times are off. Set the clock (for example with NTP), then test the connection again.",
  },
  /*i18n*/ { id: 'span.seconds', message: '{count, plural, one {# second} other {# seconds}}' },
  /*i18n*/ { id: 'span.minutes', message: '{count, plural, one {# minute} other {# minutes}}' },
  /*i18n*/ { id: 'span.hours', message: '{count, plural, one {# hour} other {# hours}}' },
  /*i18n*/ {
    id: 'kore.replay',
    message:
      'Kore.ai reports a replayed token, although Muster signs a new one for each call. Check that no proxy repeats calls.',
  },
  /*i18n*/ {
    id: 'kore.replay_without_jti',
    message: 'Kore.ai reports a replayed token. Remove KORE_ENFORCE_JTI=false to give each call its own token.',
  },
  /*i18n*/ {
    id: 'kore.jti',
    message:
      'Kore.ai refuses the token ID (jti). Compare "Enforce JTI" of the app in the Admin Console with KORE_ENFORCE_JTI.',
  },
  /*i18n*/ {
    id: 'kore.jti_missing',
    message:
      'The app enforces JTI and Muster sends tokens without an ID. Remove KORE_ENFORCE_JTI=false from the settings and restart Muster.',
  },
  /*i18n*/ {
    id: 'kore.jwe_key',
    message:
      'Kore.ai cannot decrypt the token. Copy the key that the Admin Console shows for this app into KORE_JWE_KEY again.',
  },
  /*i18n*/ {
    id: 'kore.jwe_missing',
    message:
      'The app enforces JWE and Muster sends tokens unencrypted. Set KORE_JWE_KEY to the key that the Admin Console shows for this app.',
  },
  /*i18n*/ { id: 'kore.expired', message: 'Kore.ai reports an expired token. Check the clock of this machine.' },
  /*i18n*/ {
    id: 'kore.scope_missing',
    message:
      'Kore.ai accepts the credential for other calls, so the app lacks the scope "{scope}". Tick it in the Admin Console under Security & Control > API Scopes.',
  },
  /*i18n*/ {
    id: 'kore.none_accepted',
    message: 'Kore.ai accepts the credential for none of the calls. Check {checks}.',
  },
  /*i18n*/ {
    id: 'kore.refused_unexplained',
    message: 'Kore.ai refused the credential without a reason. Check {checks}.',
  },
  /*i18n*/ { id: 'check.credential', message: 'KORE_CLIENT_ID and the client secret' },
  /*i18n*/ { id: 'check.jti', message: 'whether the app enforces JTI (then remove KORE_ENFORCE_JTI=false)' },
  /*i18n*/ { id: 'check.jwe_key', message: 'whether KORE_JWE_KEY is the key of this app' },
  /*i18n*/ { id: 'check.jwe', message: 'whether the app enforces JWE (then set KORE_JWE_KEY)' },
  /*i18n*/ { id: 'check.any_scope', message: 'that the app has any scope at all' },
  /*i18n*/ { id: 'check.scope', message: 'that the app has the scope "{scope}"' },
  /*i18n*/ {
    id: 'network.authority_unknown',
    message:
      'The TLS certificate of {host} is signed by an authority this machine does not know. If your network uses its own certificate authority, set KORE_CA_FILE to its file.',
  },
  /*i18n*/ {
    id: 'network.self_signed',
    message:
      'The TLS certificate of {host} is self-signed. If your network uses its own certificate authority, set KORE_CA_FILE to its file.',
  },
  /*i18n*/ {
    id: 'network.certificate_expired',
    message:
      'The TLS certificate of {host} has expired, or the clock of this machine is wrong. If your network uses its own certificate authority, set KORE_CA_FILE to its file.',
  },
  /*i18n*/ {
    id: 'network.certificate_early',
    message:
      'The TLS certificate of {host} is not valid yet, or the clock of this machine is wrong. If your network uses its own certificate authority, set KORE_CA_FILE to its file.',
  },
  /*i18n*/ {
    id: 'network.certificate_revoked',
    message:
      'The TLS certificate of {host} was revoked. If your network uses its own certificate authority, set KORE_CA_FILE to its file.',
  },
  /*i18n*/ {
    id: 'network.certificate_name',
    message:
      'The TLS certificate of {host} is for another name. If your network uses its own certificate authority, set KORE_CA_FILE to its file.',
  },
  /*i18n*/ {
    id: 'network.unreachable',
    message:
      '{host} cannot be reached. Check that the firewall allows the connection, or set HTTPS_PROXY if your network has a proxy.',
  },
  /*i18n*/ { id: 'network.no_tls', message: '{host} does not speak TLS on this port. Check KORE_HOST.' },
  /*i18n*/ {
    id: 'network.dns',
    message: 'The name {host} could not be looked up: the DNS of this machine does not respond. Check its network.',
  },
  /*i18n*/ {
    id: 'network.no_response',
    message: '{host} does not respond on port {port}. Check KORE_HOST, and that the firewall allows the connection.',
  },
  /*i18n*/ { id: 'network.late_response', message: '{host} did not send its complete response in time.' },
  /*i18n*/ { id: 'network.large_response', message: 'The response of {host} is larger than 8 MB.' },
  /*i18n*/ { id: 'network.host_or_proxy', message: '{host} or of the proxy {proxy}' },
  /*i18n*/ {
    id: 'network.proxy_password',
    message:
      'The proxy named in HTTPS_PROXY requires a user name and password. Check HTTPS_PROXY, or add {host} to NO_PROXY.',
  },
  /*i18n*/ {
    id: 'network.proxy_status',
    message:
      'The proxy named in HTTPS_PROXY responded with HTTP {status}. Check HTTPS_PROXY, or add {host} to NO_PROXY.',
  },
  /*i18n*/ {
    id: 'network.proxy_unreachable',
    message: 'The proxy {host}:{port} named in HTTPS_PROXY cannot be reached. Check HTTPS_PROXY.',
  },
  /*i18n*/ {
    id: 'network.proxy_unknown',
    message: 'There is no host {host}, which HTTPS_PROXY names as the proxy. Check HTTPS_PROXY.',
  },
  /*i18n*/ {
    id: 'network.unknown_host',
    message: 'There is no host {host}. Set KORE_HOST to the host of your Kore.ai console and restart Muster.',
  },
  /*i18n*/ {
    id: 'network.unknown_host_nearest',
    message:
      'There is no host {host}. Did you mean {nearest}? Set KORE_HOST to the host of your Kore.ai console and restart Muster.',
  },
  /*i18n*/ { id: 'account.built_in', message: 'the built-in sandbox' },
  /*i18n*/ { id: 'account.named', message: '{host} ({environment}, client ID {clientId})' },
  /*i18n*/ {
    id: 'account.is_other',
    message:
      'The database holds the data of {stored}. All jobs are held: an owner decides under Settings whether {connected} is the same account. To leave everything as it is, start Muster with the former settings.',
  },
  /*i18n*/ {
    id: 'account.was_left',
    message:
      'The database held the data of {stored}, of which no job was unfinished. Its directory, drafts and selections were removed; {connected} is synced now.',
  },
  /*i18n*/ { id: 'blocked.held', message: 'All jobs are held until an owner releases them.' },
  /*i18n*/ { id: 'blocked.stopped', message: 'An owner stopped all changes.' },
  /*i18n*/ { id: 'blocked.credential', message: 'Kore.ai refuses the credential.' },
  /*i18n*/ { id: 'blocked.unreachable', message: 'Kore.ai cannot be reached.' },
  /*i18n*/ { id: 'blocked.not_kore', message: 'The host does not respond as Kore.ai does.' },
  /*i18n*/ { id: 'blocked.calls', message: 'Calls to Kore.ai are stopped.' },
] as const
