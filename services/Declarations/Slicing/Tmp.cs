// SPDX-License-Identifier: Apache-2.0
using Cbm.Contracts;
namespace Cbm.Declarations.Slicing;
public sealed class Slicer { public static Slicer Embedded()=>new(); public Slice Cut(string mrn,int version,string agency,string unit,Declaration tree,Contracts.Determination d,IReadOnlyDictionary<string,Requirement> rules,DateTimeOffset lodgedAt){var s=new Slice{Mrn=mrn,Version=version,Agency=agency,Unit=unit,Declaration=tree.Clone()};s.Requirements.AddRange(d.Requirements.Where(r=>r.Unit==unit).Select(r=>new SliceRequirement{Requirement=r,Verification=rules[r.Id].Verification,BasePhysicalPct=rules[r.Id].BasePhysicalPct,ReleaseBlocking=rules[r.Id].ReleaseBlocking,HoldScope=rules[r.Id].HoldScope}));return s;}}
public static class SliceHash{public static string Of(Slice s)=>"x";}
