const zones = Intl.supportedValuesOf('timeZone')

/** The time zones to choose from, and the one in hand where the browser does not know it. */
export function ZoneOptions({ zone }: { readonly zone: string | undefined }) {
  return (
    <>
      {zone !== undefined && !zones.includes(zone) && <option value={zone}>{zone}</option>}
      {zones.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </>
  )
}
