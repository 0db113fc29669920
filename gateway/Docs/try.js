// SPDX-License-Identifier: Apache-2.0
// Draws the description and its "try it". Nothing is asked of any other host: no fonts, no proxy, no reports.
Scalar.createApiReference('#reference', {
  url: '/openapi/v1.json',
  proxyUrl: '',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  persistAuth: false,
  authentication: { preferredSecurityScheme: 'oauth2' },
})
